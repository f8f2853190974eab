using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Standalone;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Tests.Standalone;

/// <summary>The shapes of single servers whose manifests are kept as files.</summary>
internal static class Variants
{
    public const string GivenPassword = "given-\"quoted\"-\\password";

    private static readonly Dictionary<string, Func<RedisStandaloneArgs>> _all = new()
    {
        ["default"] = () => new RedisStandaloneArgs(),
        ["scenario"] = Scenario,
        ["everything"] = Everything,
    };

    public static TheoryData<string> Names => [.. _all.Keys];

    public static RedisStandaloneArgs Args(string variant) => _all[variant]();

    /// <summary>The fifth scenario: a Deployment on an NFS export, behind a node port with affinity of 3 hours.
    /// </summary>
    public static RedisStandaloneArgs Scenario() => new()
    {
        Workload = RedisStandaloneWorkload.Deployment,
        Storage = new RedisStorage.Nfs { Server = "nfs.example", Path = "/export/redis" },
        Persistence = RedisPersistence.Both(),
        Service = new RedisServiceArgs
        {
            Type = RedisServiceType.NodePort, ClientAffinity = TimeSpan.FromHours(3),
        },
        Password = GivenPassword,
    };

    private static RedisStandaloneArgs Everything() => new()
    {
        Namespace = "data",
        Image = "registry.example/redis:7.2.5",
        ImagePullPolicy = "Always",
        ImagePullSecrets = { "registry" },
        Storage = new RedisStorage.Ephemeral { SizeLimit = Quantity.Gibibytes(1) },
        Persistence = RedisPersistence.Rdb(new RedisSnapshotRule(TimeSpan.FromMinutes(15), 1)),
        Resources = new RedisResourcesArgs
        {
            Memory = Quantity.Gibibytes(2), Cpu = Quantity.Millicores(500), CpuLimit = Quantity.Parse("2"),
        },
        MaxMemoryPercent = 50,
        MaxMemoryPolicy = "allkeys-lru",
        Config = { ["slowlog-max-len"] = "256" },
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
    };
}
