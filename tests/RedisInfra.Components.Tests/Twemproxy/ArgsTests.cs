using System.Reflection;
using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;
using RedisInfra.Components.Tests.Harness;
using RedisInfra.Components.Twemproxy;

namespace RedisInfra.Components.Tests.Twemproxy;

/// <summary>
/// No argument is declared and then ignored: each has an entry here, and each entry changes what is declared or warned.
/// </summary>
public sealed class ArgsTests
{
    private static readonly Dictionary<string, Action<TwemproxyPoolArgs>> _changes = new()
    {
        ["Pools"] = args => args.Pools = [new TwemproxyRingArgs { Name = "other" }],
        ["Pool.Name"] = args => args.Pools[0].Name = "other",
        ["Pool.Port"] = args => args.Pools[0].Port = 22123,
        ["Pool.Shards"] = args => args.Pools[0].Shards = 4,
        ["Pool.Hash"] = args => args.Pools[0].Hash = TwemproxyHash.Md5,
        ["Pool.Distribution"] = args => args.Pools[0].Distribution = TwemproxyDistribution.Modula,
        ["Pool.HashTag"] = args => args.Pools[0].HashTag = null,
        ["Pool.Weights"] = args => args.Pools[0].Weights = new Dictionary<int, int> { [0] = 2 },
        ["Pool.OnRingChange"] = args => args.Pools[0].OnRingChange = TwemproxyRingChange.Remap,
        ["Pool.Timeout"] = args => args.Pools[0].Timeout = TimeSpan.FromSeconds(1),
        ["Pool.Ejection"] = args => args.Pools[0].Ejection = new TwemproxyEjection(),
        ["Pool.Preconnect"] = args => args.Pools[0].Preconnect = true,
        ["Pool.Storage"] = args => args.Pools[0].Storage = new RedisStorage.Ephemeral(),
        ["Pool.Persistence"] = args => args.Pools[0].Persistence = new RedisPersistence { Snapshots = false },
        ["Pool.MaxMemoryPercent"] = args => args.Pools[0].MaxMemoryPercent = 50,
        ["Pool.MaxMemoryPolicy"] = args => args.Pools[0].MaxMemoryPolicy = "allkeys-lru",
        ["Pool.Config"] = args => args.Pools[0].Config = new InputMap<string> { ["slowlog-max-len"] = "1" },
        ["Pool.Resources.Memory"] = args => args.Pools[0].Resources.Memory = Quantity.Gibibytes(1),
        ["Pool.Resources.Cpu"] = args => args.Pools[0].Resources.Cpu = Quantity.Millicores(500),
        ["Pool.Resources.CpuLimit"] = args => args.Pools[0].Resources.CpuLimit = Quantity.Parse("2"),
        ["Proxy.Replicas"] = args => args.Proxy.Replicas = 3,
        ["Proxy.Image"] = args => args.Proxy.Image = "twemproxy:1",
        ["Proxy.MbufBytes"] = args => args.Proxy.MbufBytes = 512,
        ["Proxy.StatsPort"] = args => args.Proxy.StatsPort = 23456,
        ["Proxy.Resources.Memory"] = args => args.Proxy.Resources.Memory = Quantity.Gibibytes(1),
        ["Proxy.Resources.Cpu"] = args => args.Proxy.Resources.Cpu = Quantity.Millicores(500),
        ["Proxy.Resources.CpuLimit"] = args => args.Proxy.Resources.CpuLimit = Quantity.Parse("2"),
        ["Spread"] = args => args.Spread = RedisSpread.Required,
        ["TopologyKey"] = args => args.TopologyKey = "topology.kubernetes.io/zone",
        ["Namespace"] = args => args.Namespace = "data",
        ["Image"] = args => args.Image = "redis:7.2.5",
        ["ImagePullPolicy"] = args => args.ImagePullPolicy = "Always",
        ["ImagePullSecrets"] = args => args.ImagePullSecrets = "registry",
        ["Access.Context"] = args => args.Access.Context = "lab",
        ["Access.Kubeconfig"] = args => args.Access.Kubeconfig = "/etc/kubeconfig",
        ["Pool.Replicas"] = args => args.Pools[0].Replicas = 1,
        ["Password"] = args => args.Password = "another-password",
        ["Service.Type"] = args => args.Service.Type = RedisServiceType.LoadBalancer,
        ["Service.Annotations"] = args => args.Service.Annotations = new InputMap<string> { ["a"] = "b" },
        ["Service.NodePort"] = args =>
        {
            args.Service.Type = RedisServiceType.NodePort;
            args.Service.NodePort = 30379;
        },
        ["Service.InternalLoadBalancer"] = args =>
            (args.Service.Type, args.Service.InternalLoadBalancer) =
            (RedisServiceType.LoadBalancer, RedisInternalLoadBalancer.Azure),
        ["Service.ClientAffinity"] = args => args.Service.ClientAffinity = TimeSpan.FromHours(3),
        ["Pod.Labels"] = args => args.Pod.Labels = new InputMap<string> { ["a"] = "b" },
        ["Pod.Annotations"] = args => args.Pod.Annotations = new InputMap<string> { ["a"] = "b" },
        ["Pod.NodeSelector"] = args => args.Pod.NodeSelector = new InputMap<string> { ["a"] = "b" },
        ["Pod.Tolerations"] = args => args.Pod.Tolerations = [new RedisToleration("dedicated")],
        ["Pod.PriorityClass"] = args => args.Pod.PriorityClass = "high",
        ["Pod.UserId"] = args => args.Pod.UserId = 1001,
        ["Monitoring"] = args => args.Monitoring = new MonitoringArgs(),
        ["Pod.GroupId"] = args => args.Pod.GroupId = 1001,
        ["ClusterDomain"] = args => args.ClusterDomain = "example.internal",
    };

    /// <summary>It makes a preview warn, and nothing else.</summary>
    private const string WarnsOnly = "Pool.ClientCommands";

    public static TheoryData<string> Names => [.. _changes.Keys];

    [Fact]
    public void Args_Declared_AreAllTried() => Assert.Equal(
        Paths(typeof(TwemproxyPoolArgs), "").Concat(Paths(typeof(TwemproxyRingArgs), "Pool."))
            .Order(StringComparer.Ordinal),
        _changes.Keys.Append(WarnsOnly).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Args_OneChanged_ChangesWhatIsDeclared(string name)
    {
        var changed = Variants.Default();
        _changes[name](changed);

        Assert.NotEqual(await DeclaredAsync(Variants.Default()), await DeclaredAsync(changed));
    }

    private static async Task<string> DeclaredAsync(TwemproxyPoolArgs args)
    {
        var run = await ProxyRun.OfAsync(args);
        return string.Join("---\n", run.Mocks.Requests
            .OrderBy(request => request.Name, StringComparer.Ordinal)
            .Select(request => $"{request.Name}\n{ManifestYaml.Write(request.Inputs)}"));
    }

    private static IEnumerable<string> Paths(Type type, string prefix) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .SelectMany(property => property.PropertyType.IsSubclassOf(typeof(ResourceArgs))
            && property.PropertyType != typeof(MonitoringArgs)
            ? Paths(property.PropertyType, $"{prefix}{property.Name}.")
            : [prefix + property.Name]);
}
