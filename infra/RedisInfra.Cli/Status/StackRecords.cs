using System.Collections.Immutable;

namespace RedisInfra.Cli.Status;

/// <summary>All Redis that a stack's state knows of.</summary>
internal sealed record StackRecords(
    ImmutableArray<TopologyRecord> Clusters, ImmutableArray<ServerRecord> Servers, ImmutableArray<PoolRecord> Pools,
    ImmutableArray<SentinelRecord> Sentinels)
{
    /// <summary>Whether some of it is in the cluster that is the user's current one.</summary>
    public bool UseCurrentContext => Clusters.Select(cluster => cluster.Pods)
        .Concat(Servers.Select(server => server.Pods)).Concat(Pools.Select(pool => pool.Pods))
        .Concat(Sentinels.Select(set => set.Pods))
        .Any(place => place is { Kubeconfig: null, Context: null });

    /// <summary>Finds it among a state's resources.</summary>
    public static StackRecords Of(IReadOnlyCollection<StateResource> resources) => new(
        [
            .. resources.Where(one => one.Type == TopologyRecord.ResourceType)
                .Select(one => TopologyRecord.Parse(one.Inputs)),
        ],
        [
            .. resources.Where(one => one.Type == ServerRecord.ComponentType)
                .Select(one => ServerRecord.Of(one, resources)).OfType<ServerRecord>(),
        ],
        [
            .. resources.Where(one => one.Type == PoolRecord.ResourceType)
                .Select(one => PoolRecord.Parse(one.Inputs)).OfType<PoolRecord>(),
        ],
        [
            .. resources.Where(one => one.Type == SentinelRecord.ResourceType)
                .Select(one => SentinelRecord.Parse(one.Inputs)),
        ]);
}
