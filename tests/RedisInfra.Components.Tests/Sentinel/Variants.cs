using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Sentinel;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Tests.Sentinel;

/// <summary>The shapes of Sentinel sets whose manifests are kept as files.</summary>
internal static class Variants
{
    public const string GivenPassword = "given-\"quoted\"-\\password";
    public const string SentinelPassword = "given-to-the-sentinels";
    public const string UserPassword = "given-to-the-application";

    private static readonly Dictionary<string, Func<RedisSentinelArgs>> _all = new()
    {
        ["default"] = () => new RedisSentinelArgs(),
        ["scenario"] = Scenario,
        ["everything"] = Everything,
        ["monitored"] = () => new RedisSentinelArgs { Monitoring = new MonitoringArgs() },
    };

    public static TheoryData<string> Names => [.. _all.Keys];

    public static RedisSentinelArgs Args(string variant) => _all[variant]();

    /// <summary>The fourth scenario: a cache behind three internal load balancers.</summary>
    public static RedisSentinelArgs Scenario() => new()
    {
        Storage = new RedisStorage.Ephemeral(),
        Persistence = RedisPersistence.None,
        Password = GivenPassword,
        Proxy = new RedisSentinelProxyArgs { WriteService = Internal(), ReadService = Internal() },
        SentinelService = Internal(),
    };

    private static RedisServiceArgs Internal() => new()
    {
        Type = RedisServiceType.LoadBalancer, InternalLoadBalancer = RedisInternalLoadBalancer.AwsCloudProvider,
    };

    private static RedisSentinelArgs Everything() => new()
    {
        Members = 5,
        Sentinels = 5,
        Quorum = 4,
        DownAfter = TimeSpan.FromSeconds(10),
        FailoverTimeout = TimeSpan.FromSeconds(30),
        MinReplicasToWrite = 2,
        Namespace = "data",
        Image = "registry.example/redis:7.2.5",
        ImagePullPolicy = "Always",
        ImagePullSecrets = { "registry" },
        Storage = new RedisStorage.Nfs { Server = "nfs.example", Path = "/export/redis" },
        Persistence = RedisPersistence.Rdb(new RedisSnapshotRule(TimeSpan.FromMinutes(15), 1)),
        Spread = RedisSpread.Required,
        TopologyKey = "topology.kubernetes.io/zone",
        MaxMemoryPercent = 50,
        MaxMemoryPolicy = "allkeys-lru",
        Config = { ["slowlog-max-len"] = "256" },
        Users =
        [
            new RedisUserArgs { Name = "web", Rules = "~web:*  +@read +@write" },
            new RedisUserArgs { Name = "app", Rules = "~app:* &app.* +@all -@dangerous", Password = UserPassword },
        ],
        SentinelUsers =
        [
            new RedisUserArgs { Name = "app", Rules = "-@all +ping +sentinel|get-master-addr-by-name" },
            new RedisUserArgs { Name = "watch", Rules = "+ping" },
        ],
        Password = GivenPassword,
        SentinelPassword = SentinelPassword,
        Proxy = null,
        SentinelService = new RedisServiceArgs { Type = RedisServiceType.NodePort, NodePort = 30379 },
        ClusterDomain = "cluster.example",
        Pod = new RedisPodArgs { Labels = { ["team"] = "orders" }, UserId = 1001 },
    };
}
