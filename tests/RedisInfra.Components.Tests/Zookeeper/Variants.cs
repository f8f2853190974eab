using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;
using RedisInfra.Components.Tests.Harness;
using RedisInfra.Components.Zookeeper;

namespace RedisInfra.Components.Tests.Zookeeper;

/// <summary>The shapes of ensembles whose manifests are kept as files.</summary>
internal static class Variants
{
    public const string GivenPassword = "given-\"quoted\"-\\password";

    private static readonly Dictionary<string, Func<ZookeeperEnsembleArgs>> _all = new()
    {
        ["default"] = () => new ZookeeperEnsembleArgs(),
        ["scenario"] = Scenario,
        ["everything"] = Everything,
        ["monitored"] = Monitored,
        ["export-each"] = ExportEach,
    };

    public static TheoryData<string> Names => [.. _all.Keys];

    public static ZookeeperEnsembleArgs Args(string variant) => _all[variant]();

    public static Task<ClusterRun> RunAsync(ZookeeperEnsembleArgs args, bool preview = false) =>
        ClusterRun.OfAsync(() => _ = new ZookeeperEnsemble("zk", args), preview);

    /// <summary>The seventh scenario: on NFS, with a node port for each server.</summary>
    public static ZookeeperEnsembleArgs Scenario() => new()
    {
        Storage = new RedisStorage.Nfs
        {
            Server = "nfs.example", Path = "/export/zookeeper", Size = Quantity.Gibibytes(20),
        },
        ServerServices = RedisServiceType.NodePort,
        ServerNodePorts = [32181, 32182, 32183],
    };

    /// <summary>Data on exports of the servers' own, the log on claims.</summary>
    private static ZookeeperEnsembleArgs ExportEach() => new()
    {
        Storage = new RedisStorage.Nfs
        {
            Server = "nfs.example", Path = "/export/zookeeper", Exports = NfsExports.PerMember,
        },
        LogStorage = new RedisStorage.Claims { Size = Quantity.Gibibytes(2) },
    };

    private static ZookeeperEnsembleArgs Monitored() => new()
    {
        Monitoring = new MonitoringArgs { Namespace = "watching", Labels = { ["release"] = "prometheus" } },
    };

    private static ZookeeperEnsembleArgs Everything() => new()
    {
        Servers = 5,
        Namespace = "data",
        Image = "registry.example/zookeeper:3.9.3",
        ImagePullPolicy = "Always",
        ImagePullSecrets = { "registry" },
        Storage = new RedisStorage.Claims { Size = Quantity.Gibibytes(4), StorageClass = "slow" },
        LogStorage = new RedisStorage.Ephemeral { SizeLimit = Quantity.Gibibytes(1) },
        Spread = RedisSpread.Required,
        TopologyKey = "topology.kubernetes.io/zone",
        Resources = new RedisResourcesArgs
        {
            Memory = Quantity.Gibibytes(2), Cpu = Quantity.Millicores(500), CpuLimit = Quantity.Parse("2"),
        },
        HeapPercent = 50,
        Password = GivenPassword,
        Config = { ["maxClientCnxns"] = "200" },
        Metrics = true,
        Service = new RedisServiceArgs
        {
            Type = RedisServiceType.LoadBalancer, Annotations = { ["example.com/zone"] = "inner" },
        },
        ServerServices = RedisServiceType.LoadBalancer,
        ClusterDomain = "k8s.example",
        Pod = new RedisPodArgs
        {
            Labels = { ["team"] = "orders" },
            Annotations = { ["example.com/backup"] = "no" },
            NodeSelector = { ["disk"] = "ssd" },
            Tolerations = [new RedisToleration("dedicated", "zookeeper", "NoSchedule")],
            PriorityClass = "high",
            UserId = 1001,
            GroupId = 1002,
        },
    };
}
