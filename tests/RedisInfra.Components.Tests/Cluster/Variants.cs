using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Tests.Cluster;

/// <summary>The shapes of clusters whose manifests are kept as files.</summary>
internal static class Variants
{
    public const string GivenPassword = "given-\"quoted\"-\\password";

    private static readonly Dictionary<string, Func<RedisClusterArgs>> _all = new()
    {
        ["default"] = () => new RedisClusterArgs(),
        ["single-workload"] = () => new RedisClusterArgs { Workload = RedisWorkload.Single },
        ["nfs"] = () => new RedisClusterArgs
        {
            Storage = new RedisStorage.Nfs { Server = "nfs.example", Path = "/export/redis" },
        },
        ["ephemeral"] = () => new RedisClusterArgs
        {
            Storage = new RedisStorage.Ephemeral { SizeLimit = Quantity.Gibibytes(1) },
            Persistence = new RedisPersistence { AppendOnly = AofSync.Off, Snapshots = false },
        },
        ["required-spread"] = () => new RedisClusterArgs
        {
            Spread = RedisSpread.Required, TopologyKey = "topology.kubernetes.io/zone",
        },
        ["given-password"] = () => new RedisClusterArgs { Password = GivenPassword },
        ["no-replicas"] = () => new RedisClusterArgs { Shards = 4, ReplicasPerShard = 0 },
        ["everything"] = Everything,
    };

    public static TheoryData<string> Names => [.. _all.Keys];

    public static RedisClusterArgs Args(string variant) => _all[variant]();

    private static RedisClusterArgs Everything() => new()
    {
        Shards = 3,
        ReplicasPerShard = 2,
        Namespace = "data",
        Image = "registry.example/redis:7.2.5",
        ImagePullPolicy = "Always",
        ImagePullSecrets = { "registry" },
        EndpointType = RedisEndpointType.Hostname,
        Storage = new RedisStorage.Claims
        {
            Size = Quantity.Gibibytes(20), StorageClass = "fast", OnDelete = ClaimDeletion.Delete,
        },
        Persistence = new RedisPersistence { AppendOnly = AofSync.Always, Snapshots = false },
        Resources = new RedisResourcesArgs
        {
            Memory = Quantity.Gibibytes(2), Cpu = Quantity.Millicores(500), CpuLimit = Quantity.Parse("2"),
        },
        MaxMemoryPercent = 50,
        MaxMemoryPolicy = "allkeys-lru",
        NodeTimeout = TimeSpan.FromSeconds(5),
        Config = { ["slowlog-max-len"] = "256", ["activedefrag"] = "yes" },
        Service = new RedisServiceArgs
        {
            Type = RedisServiceType.NodePort, NodePort = 30379, Annotations = { ["example.com/zone"] = "inner" },
        },
        Pod = new RedisPodArgs
        {
            Labels = { ["team"] = "orders" },
            Annotations = { ["example.com/backup"] = "no" },
            NodeSelector = { ["disk"] = "ssd" },
            Tolerations = [new RedisToleration("dedicated", "redis", "NoSchedule"), new RedisToleration("spot")],
            PriorityClass = "high",
            UserId = 1001,
            GroupId = 1002,
        },
        ClusterDomain = "example.internal",
        Access = new KubernetesAccessArgs { Context = "lab", Kubeconfig = "/etc/kubeconfig" },
    };
}
