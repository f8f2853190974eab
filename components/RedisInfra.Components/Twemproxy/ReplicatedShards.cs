using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Sentinel;

namespace RedisInfra.Components.Twemproxy;

/// <summary>Shards with replicas: each is a <see cref="RedisSentinel"/> of the shard's name, without own proxies.
/// </summary>
internal static class ReplicatedShards
{
    /// <summary>Sentinels of each shard.</summary>
    public const int Sentinels = SentinelDefaults.Sentinels;

    public static IEnumerable<Resource> Of(
        TwemproxyScope scope, RingLayout ring, RedisAuth auth, RingDrain drain) =>
        [.. ring.Shards.Select(shard => new RedisSentinel(
            shard.Pod, Args(scope, ring, auth, drain), new ComponentResourceOptions { Parent = scope.Component }))];

    /// <summary>A shard's servers: "host:port,host:port".</summary>
    public static Output<string> Members(TwemproxyScope scope, RingLayout ring, RingShard shard)
    {
        var layout = RedisSentinelLayout.Of(RedisSentinelSpec.From(shard.Pod, Shape(ring)));
        return scope.NamespaceDomain.Apply(domain => string.Join(',', layout.MemberPods.Select(
            pod => $"{pod}.{layout.NodesName}.{domain}:{RedisClusterDefaults.Port}")));
    }

    private static RedisSentinelArgs Args(TwemproxyScope scope, RingLayout ring, RedisAuth auth, RingDrain drain)
    {
        var (pool, ours) = (scope.Args, scope.ArgsOf(ring));
        var args = Shape(ring);
        // Waits for the namespace, that is for all inputs to be accepted.
        args.Namespace = scope.Namespace;
        args.Password = auth.Password;
        (args.Spread, args.TopologyKey) = (pool.Spread, pool.TopologyKey);
        (args.Image, args.ImagePullPolicy) = (pool.Image, pool.ImagePullPolicy);
        if (pool.DeclaredImagePullSecrets is { } secrets) args.ImagePullSecrets = secrets;
        (args.Pod, args.ClusterDomain) = (pool.Pod, pool.ClusterDomain);
        (args.Access, args.Monitoring, args.First) = (pool.Access, pool.Monitoring, drain);
        (args.Resources, args.Config) = (ours.Resources, ours.Config);
        (args.MaxMemoryPercent, args.MaxMemoryPolicy) = (ours.MaxMemoryPercent, ours.MaxMemoryPolicy);
        return args;
    }

    private static RedisSentinelArgs Shape(RingLayout ring) => new()
    {
        Members = 1 + ring.Spec.Replicas,
        Sentinels = Sentinels,
        Proxy = null,
        Storage = ring.Spec.Storage,
        Persistence = ring.Spec.Persistence,
    };
}
