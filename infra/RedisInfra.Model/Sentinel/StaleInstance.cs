using System.Collections.Immutable;

namespace RedisInfra.Model.Sentinel;

/// <summary>What Sentinels still count with and isn't there any more.</summary>
/// <param name="Endpoint">Where it was: "host:port".</param>
/// <param name="IsSentinel">A Sentinel; otherwise a replica.</param>
/// <param name="KnownBy">The Sentinels that know it.</param>
public sealed record StaleInstance(string Endpoint, bool IsSentinel, ImmutableArray<string> KnownBy)
{
    /// <summary>"sentinel 10.0.0.7:26379".</summary>
    public override string ToString() => $"{(IsSentinel ? "sentinel" : "replica")} {Endpoint}";
}
