using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Cluster;

/// <summary>
/// The validated, immutable shape of a cluster: everything plain that <see cref="RedisClusterArgs"/> held.
/// </summary>
internal sealed record RedisClusterSpec(
    string Name,
    int Shards,
    int ReplicasPerShard,
    RedisWorkload Workload,
    RedisSpread Spread,
    RedisStorage Storage,
    RedisPersistence Persistence,
    RedisEndpointType EndpointType)
{
    public int MembersPerShard => 1 + ReplicasPerShard;

    /// <summary>A master that lost everything must stay away until a replica has taken over: see start.sh.</summary>
    public bool NeedsRestartGuard => Persistence.IsNone && ReplicasPerShard > 0;

    public static RedisClusterSpec From(string name, RedisClusterArgs args) => new(
        name, args.Shards, args.ReplicasPerShard, args.Workload, args.Spread, args.Storage, args.Persistence,
        args.EndpointType);
}
