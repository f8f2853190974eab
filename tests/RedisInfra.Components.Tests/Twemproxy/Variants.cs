using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;
using RedisInfra.Components.Twemproxy;

namespace RedisInfra.Components.Tests.Twemproxy;

/// <summary>The shapes of proxies whose manifests are kept as files.</summary>
internal static class Variants
{
    public const string GivenPassword = "given-\"quoted\"-\\password";

    private const string Image = "registry.example/twemproxy:0.5.0";

    private static readonly Dictionary<string, Func<TwemproxyPoolArgs>> _all = new()
    {
        ["default"] = Default,
        ["scenario"] = Scenario,
        ["everything"] = Everything,
        ["monitored"] = Monitored,
    };

    public static TheoryData<string> Names => [.. _all.Keys];

    public static TwemproxyPoolArgs Args(string variant) => _all[variant]();

    /// <summary>The first scenario: four shards on one NFS export behind two proxies.</summary>
    public static TwemproxyPoolArgs Scenario() => new()
    {
        Pools =
        [
            new TwemproxyRingArgs
            {
                Name = "alpha",
                Shards = 4,
                Storage = new RedisStorage.Nfs { Server = "nfs.example", Path = "/export/redis" },
            },
        ],
        Proxy = { Image = Image },
        Password = GivenPassword,
    };

    /// <summary>Nothing said but the image, which has no default.</summary>
    public static TwemproxyPoolArgs Default() => new() { Proxy = { Image = Image } };

    /// <summary>Shards of both kinds, so that the proxies are what is watched in common.</summary>
    private static TwemproxyPoolArgs Monitored() => new()
    {
        Pools =
        [
            new TwemproxyRingArgs { Name = "alpha", Shards = 1, Ejection = new TwemproxyEjection() },
            new TwemproxyRingArgs { Name = "beta", Port = 22122, Shards = 1, Replicas = 1 },
        ],
        Proxy = { Image = Image },
        Monitoring = new MonitoringArgs(),
    };

    private static TwemproxyPoolArgs Everything() => new()
    {
        Pools =
        [
            new TwemproxyRingArgs
            {
                Name = "carts",
                Port = 22121,
                Shards = 3,
                Hash = TwemproxyHash.Murmur,
                Distribution = TwemproxyDistribution.Modula,
                HashTag = "[]",
                Weights = new Dictionary<int, int> { [1] = 2 },
                Timeout = TimeSpan.FromSeconds(1),
                Preconnect = true,
                ClientCommands = ["get", "set"],
                Storage = new RedisStorage.Claims { Size = Quantity.Gibibytes(20), StorageClass = "fast" },
                Persistence = new RedisPersistence { AppendOnly = AofSync.Always, Snapshots = false },
                Resources = new RedisResourcesArgs
                {
                    Memory = Quantity.Gibibytes(2), Cpu = Quantity.Millicores(500), CpuLimit = Quantity.Parse("2"),
                },
                MaxMemoryPercent = 50,
                Config = { ["slowlog-max-len"] = "256" },
            },
            new TwemproxyRingArgs
            {
                Name = "pages",
                Port = 22122,
                Shards = 2,
                HashTag = null,
                Timeout = null,
                Ejection = new TwemproxyEjection { FailureLimit = 5, RetryTimeout = TimeSpan.FromSeconds(10) },
                Storage = new RedisStorage.Ephemeral { SizeLimit = Quantity.Gibibytes(1) },
                Persistence = new RedisPersistence { AppendOnly = AofSync.Off, Snapshots = false },
                MaxMemoryPolicy = "allkeys-lru",
            },
        ],
        Proxy = new TwemproxyProxyArgs
        {
            Replicas = 3,
            Image = Image,
            Resources = new RedisResourcesArgs { Memory = Quantity.Mebibytes(128), Cpu = Quantity.Millicores(100) },
            MbufBytes = 512,
            StatsPort = 22999,
        },
        Spread = RedisSpread.Required,
        TopologyKey = "topology.kubernetes.io/zone",
        Namespace = "data",
        Image = "registry.example/redis:7.2.5",
        ImagePullPolicy = "Always",
        ImagePullSecrets = { "registry" },
        Service = new RedisServiceArgs
        {
            Type = RedisServiceType.LoadBalancer, Annotations = { ["example.com/zone"] = "inner" },
        },
        Pod = new RedisPodArgs
        {
            Labels = { ["team"] = "orders" },
            Annotations = { ["example.com/backup"] = "no" },
            NodeSelector = { ["disk"] = "ssd" },
            Tolerations = [new RedisToleration("dedicated", "redis", "NoSchedule")],
            PriorityClass = "high",
            UserId = 1001,
            GroupId = 1002,
        },
        ClusterDomain = "example.internal",
    };
}
