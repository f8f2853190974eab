using System.Collections.Immutable;
using System.Globalization;

namespace RedisInfra.Model.Sentinel.Declared;

/// <summary>
/// A set as somebody wants it: servers, the Sentinels that watch them, and what they are to be set to.
/// </summary>
/// <param name="MasterName">What the Sentinels call the master.</param>
/// <param name="Members">The servers; the first is the master of a set without any key.</param>
/// <param name="Sentinels">The Sentinels.</param>
/// <param name="Quorum">How many Sentinels must agree that the master is down.</param>
public sealed record DeclaredSet(
    string MasterName, ImmutableArray<SetMember> Members, ImmutableArray<SetMember> Sentinels, int Quorum)
{
    /// <summary>After how many milliseconds without an answer a server is down; null for what is there.</summary>
    public int? DownAfterMs { get; init; }

    /// <summary>How many milliseconds a failover may take; null for what is there.</summary>
    public int? FailoverTimeoutMs { get; init; }

    /// <summary>How many replicas copy from a new master at once; null for what is there.</summary>
    public int? ParallelSyncs { get; init; }

    /// <summary>Without so many replicas a master takes no writes; null for what is there.</summary>
    public int? MinReplicas { get; init; }

    /// <summary>How many seconds behind a replica may be to count; null for what is there.</summary>
    public int? MinReplicasMaxLagSeconds { get; init; }

    /// <summary>Whether Sentinels sign in to the servers with a password.</summary>
    public bool SignsIn { get; init; }

    /// <summary>The set in messages.</summary>
    public string Where => $"Sentinel set \"{MasterName}\"";

    /// <summary>What each Sentinel is to be set to, as SENTINEL SET calls it.</summary>
    public IEnumerable<(string Option, string Value)> SentinelOptions => Given(
        ("quorum", Quorum), ("down-after-milliseconds", DownAfterMs), ("failover-timeout", FailoverTimeoutMs),
        ("parallel-syncs", ParallelSyncs));

    /// <summary>What each server is to be set to, as CONFIG SET calls it.</summary>
    public IEnumerable<(string Option, string Value)> ServerOptions => Given(
        ("min-replicas-to-write", MinReplicas), ("min-replicas-max-lag", MinReplicasMaxLagSeconds));

    private static IEnumerable<(string Option, string Value)> Given(params (string Option, int? Value)[] all) =>
        from one in all where one.Value is not null
        select (one.Option, one.Value!.Value.ToString(CultureInfo.InvariantCulture));
}
