using RedisInfra.Admin.Cluster;

namespace RedisInfra.Cli.Sentinels;

/// <summary>Which set, and how to sign in to its servers and its Sentinels.</summary>
/// <param name="Seeds">Sentinels as "host:port".</param>
/// <param name="Master">The master's name, or null when they watch one.</param>
/// <param name="Servers">How to sign in to servers.</param>
/// <param name="Sentinels">How to sign in to Sentinels.</param>
/// <param name="Timeout">For the whole command, or null.</param>
/// <param name="IsJson">Whether one document is wanted.</param>
internal sealed record SentinelTarget(
    IReadOnlyList<string> Seeds, string? Master, ClusterAccess Servers, ClusterAccess Sentinels, TimeSpan? Timeout,
    bool IsJson);
