using System.Reflection;
using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;
using RedisInfra.Components.Tests.Harness;
using RedisInfra.Components.Zookeeper;

namespace RedisInfra.Components.Tests.Zookeeper;

/// <summary>
/// No argument is declared and then ignored: each has an entry here, and each entry changes what is declared.
/// </summary>
public sealed class ArgsTests
{
    private static readonly Dictionary<string, Action<ZookeeperEnsembleArgs>> _changes = new()
    {
        ["Servers"] = args => args.Servers = 5,
        ["Storage"] = args => args.Storage = new RedisStorage.Ephemeral(),
        ["LogStorage"] = args => args.LogStorage = new RedisStorage.Ephemeral(),
        ["Spread"] = args => args.Spread = RedisSpread.Required,
        ["TopologyKey"] = args => args.TopologyKey = "zone",
        ["Namespace"] = args => args.Namespace = "data",
        ["Image"] = args => args.Image = "zookeeper:3.8.4",
        ["ImagePullPolicy"] = args => args.ImagePullPolicy = "Always",
        ["ImagePullSecrets"] = args => args.ImagePullSecrets = "registry",
        ["HeapPercent"] = args => args.HeapPercent = 50,
        ["Password"] = args => args.Password = "another-password",
        ["Config"] = args => args.Config = new InputMap<string> { ["snapCount"] = "1000" },
        ["Metrics"] = args => args.Metrics = true,
        ["Monitoring"] = args => args.Monitoring = new MonitoringArgs(),
        ["ServerServices"] = args => args.ServerServices = RedisServiceType.NodePort,
        ["ServerNodePorts"] = args =>
            (args.ServerServices, args.ServerNodePorts) = (RedisServiceType.NodePort, [30001, 30002, 30003]),
        ["ClusterDomain"] = args => args.ClusterDomain = "k8s.example",
        ["Resources.Memory"] = args => args.Resources.Memory = Quantity.Gibibytes(2),
        ["Resources.Cpu"] = args => args.Resources.Cpu = Quantity.Millicores(500),
        ["Resources.CpuLimit"] = args => args.Resources.CpuLimit = Quantity.Parse("2"),
        ["Service.Type"] = args => args.Service.Type = RedisServiceType.LoadBalancer,
        ["Service.Annotations"] = args => args.Service.Annotations = new InputMap<string> { ["a"] = "b" },
        ["Service.NodePort"] = args =>
            (args.Service.Type, args.Service.NodePort) = (RedisServiceType.NodePort, 30379),
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
        ["Pod.GroupId"] = args => args.Pod.GroupId = 1001,
        ["Access.Context"] = args => args.Access.Context = "another",
        ["Access.Kubeconfig"] = args => args.Access.Kubeconfig = "/another",
    };

    public static TheoryData<string> Names => [.. _changes.Keys];

    [Fact]
    public void Args_Declared_AreAllTried() => Assert.Equal(
        Paths(typeof(ZookeeperEnsembleArgs), "").Order(StringComparer.Ordinal),
        _changes.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Args_OneChanged_ChangesWhatIsDeclared(string name)
    {
        var changed = new ZookeeperEnsembleArgs();
        _changes[name](changed);

        Assert.NotEqual(await DeclaredAsync(new ZookeeperEnsembleArgs()), await DeclaredAsync(changed));
    }

    private static async Task<string> DeclaredAsync(ZookeeperEnsembleArgs args) => string.Join(
        "---\n", (await Variants.RunAsync(args)).Mocks.Requests
            .OrderBy(request => request.Name, StringComparer.Ordinal)
            .Select(request => $"{request.Type} {request.Name}\n{ManifestYaml.Write(request.Inputs)}"));

    private static IEnumerable<string> Paths(Type type, string prefix) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .SelectMany(property => property.PropertyType.IsSubclassOf(typeof(ResourceArgs))
            // It has tests of its own.
            && property.PropertyType != typeof(MonitoringArgs)
            ? Paths(property.PropertyType, $"{prefix}{property.Name}.")
            : [prefix + property.Name]);
}
