using System.Collections.Immutable;

namespace RedisInfra.Model.Sentinel.Declared;

/// <summary>One thing that is done at one server or Sentinel; doing it again changes nothing.</summary>
public abstract record SetStep
{
    private SetStep()
    {
    }

    /// <summary>A server without keys becomes a replica.</summary>
    /// <param name="Server">Who: "host:port".</param>
    /// <param name="Master">Of whom: "host:port".</param>
    public sealed record Follow(string Server, string Master) : SetStep;

    /// <summary>A Sentinel begins to watch the master.</summary>
    /// <param name="Sentinel">Who: "host:port".</param>
    /// <param name="Master">Whom: "host:port".</param>
    /// <param name="Quorum">How many must agree.</param>
    public sealed record Monitor(string Sentinel, string Master, int Quorum) : SetStep;

    /// <summary>A Sentinel is given the password with which it signs in to the servers.</summary>
    /// <param name="Sentinel">Who: "host:port".</param>
    public sealed record SignIn(string Sentinel) : SetStep;

    /// <summary>A Sentinel's option is set.</summary>
    /// <param name="Sentinel">Whose: "host:port".</param>
    /// <param name="Option">As SENTINEL SET calls it.</param>
    /// <param name="Value">To what.</param>
    /// <param name="Was">What it was; "" when it isn't known.</param>
    public sealed record Set(string Sentinel, string Option, string Value, string Was) : SetStep;

    /// <summary>A server's configuration is set.</summary>
    /// <param name="Server">Whose: "host:port".</param>
    /// <param name="Option">As CONFIG SET calls it.</param>
    /// <param name="Value">To what.</param>
    /// <param name="Was">What it was; "" when it isn't known.</param>
    public sealed record Configure(string Server, string Option, string Value, string Was) : SetStep;

    /// <summary>Every Sentinel is to have heard that these aren't to be promoted.</summary>
    /// <param name="Servers">Who: "host:port" each.</param>
    public sealed record Heard(ImmutableArray<string> Servers) : SetStep;

    /// <summary>The master hands over to one that stays.</summary>
    /// <param name="Master">Who: "host:port".</param>
    public sealed record HandOver(string Master) : SetStep;

    /// <summary>A Sentinel that goes watches the master no more.</summary>
    /// <param name="Sentinel">Who: "host:port".</param>
    public sealed record Retire(string Sentinel) : SetStep;

    /// <summary>Sentinels forget who is gone, one Sentinel after the other.</summary>
    /// <param name="Gone">Who.</param>
    public sealed record Forget(ImmutableArray<StaleInstance> Gone) : SetStep;
}
