using System.Collections.Immutable;

namespace RedisInfra.Cli.Status;

/// <summary>All Redis of a stack as it is.</summary>
internal sealed record StackStatus(
    ImmutableArray<ClusterStatus> Clusters, ImmutableArray<ServerStatus> Servers, ImmutableArray<PoolStatus> Pools,
    ImmutableArray<SentinelStatus> Sentinels)
{
    public bool Ok => Clusters.All(one => one.Ok) && Servers.All(one => one.Ok) && Pools.All(one => one.Ok)
        && Sentinels.All(one => one.Ok);

    public bool IsEmpty => Clusters.IsEmpty && Servers.IsEmpty && Pools.IsEmpty && Sentinels.IsEmpty;

    /// <summary>Asks everything at once.</summary>
    public static async Task<StackStatus> ReadAsync(StackRecords records, CancellationToken cancellationToken)
    {
        var clusters = Task.WhenAll(records.Clusters.Select(
            one => ClusterStatusReader.ReadAsync(one, cancellationToken)));
        var servers = Task.WhenAll(records.Servers.Select(one => ServerStatusReader.ReadAsync(one, cancellationToken)));
        var pools = Task.WhenAll(records.Pools.Select(one => PoolStatusReader.ReadAsync(one, cancellationToken)));
        var sentinels = Task.WhenAll(records.Sentinels.Select(
            one => SentinelStatusReader.ReadAsync(one, cancellationToken)));
        return new StackStatus(
            [.. await clusters], [.. await servers], [.. await pools], [.. await sentinels]);
    }
}
