using System.Collections;
using System.Reflection;
using Pulumi;
using Pulumi.Testing;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Cluster;

/// <summary>
/// No argument is declared and then ignored: each has an entry here, and each entry changes what is declared.
/// </summary>
public sealed class ArgsTests
{
    private static readonly Dictionary<string, Action<RedisClusterArgs>> _changes = new()
    {
        ["Shards"] = args => args.Shards = 4,
        ["ReplicasPerShard"] = args => args.ReplicasPerShard = 2,
        ["Workload"] = args => args.Workload = RedisWorkload.Single,
        ["Spread"] = args => args.Spread = RedisSpread.Required,
        ["TopologyKey"] = args => args.TopologyKey = "topology.kubernetes.io/zone",
        ["Storage"] = args => args.Storage = new RedisStorage.Ephemeral(),
        ["Persistence"] = args => args.Persistence = new RedisPersistence { Snapshots = false },
        ["EndpointType"] = args => args.EndpointType = RedisEndpointType.Hostname,
        ["Namespace"] = args => args.Namespace = "data",
        ["Image"] = args => args.Image = "redis:7.2.5",
        ["ImagePullPolicy"] = args => args.ImagePullPolicy = "Always",
        ["ImagePullSecrets"] = args => args.ImagePullSecrets = "registry",
        ["MaxMemoryPercent"] = args => args.MaxMemoryPercent = 50,
        ["MaxMemoryPolicy"] = args => args.MaxMemoryPolicy = "allkeys-lru",
        ["Password"] = args => args.Password = "another-password",
        ["NodeTimeout"] = args => args.NodeTimeout = TimeSpan.FromSeconds(5),
        ["Config"] = args => args.Config = new InputMap<string> { ["slowlog-max-len"] = "1" },
        ["ClusterDomain"] = args => args.ClusterDomain = "example.internal",
        ["Resources.Memory"] = args => args.Resources.Memory = Quantity.Gibibytes(1),
        ["Resources.Cpu"] = args => args.Resources.Cpu = Quantity.Millicores(500),
        ["Resources.CpuLimit"] = args => args.Resources.CpuLimit = Quantity.Parse("2"),
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
        ["Access.Context"] = args => args.Access.Context = "lab",
        ["Access.Kubeconfig"] = args => args.Access.Kubeconfig = "/etc/kubeconfig",
    };

    public static TheoryData<string> Names => [.. _changes.Keys];

    [Fact]
    public void Args_Declared_AreAllTried() => Assert.Equal(
        Paths(typeof(RedisClusterArgs), "").Order(StringComparer.Ordinal),
        _changes.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Args_OneChanged_ChangesWhatIsDeclared(string name)
    {
        var changed = new RedisClusterArgs();
        _changes[name](changed);

        Assert.NotEqual(await DeclaredAsync(new RedisClusterArgs()), await DeclaredAsync(changed));
    }

    /// <summary>Whatever rolls the pods makes the topology look again.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Args_OneChangesThePods_ChangesTheTopologysDigests(string name)
    {
        var changed = new RedisClusterArgs();
        _changes[name](changed);
        var podsChange = await TemplatesAsync(new RedisClusterArgs()) != await TemplatesAsync(changed);

        var before = await WorkloadsAsync(new RedisClusterArgs());
        var after = await WorkloadsAsync(changed);
        Assert.Equal(podsChange, before != after);
    }

    private static Task<string> DeclaredAsync(RedisClusterArgs args) =>
        WriteAsync(args, _ => true, request => request.Inputs);

    private static Task<string> TemplatesAsync(RedisClusterArgs args) => WriteAsync(
        args,
        type => type == "kubernetes:apps/v1:StatefulSet",
        request => ((IDictionary)request.Inputs["spec"])["template"]!);

    private static async Task<string> WriteAsync(
        RedisClusterArgs args, Func<string, bool> filter, Func<MockResourceArgs, object> part)
    {
        var run = await ClusterRun.OfAsync(args);
        return string.Join("---\n", run.Mocks.Requests
            .Where(request => filter(request.Type!))
            .OrderBy(request => request.Name, StringComparer.Ordinal)
            .Select(request => $"{request.Name}\n{ManifestYaml.Write(part(request))}"));
    }

    private static async Task<string> WorkloadsAsync(RedisClusterArgs args) =>
        ManifestYaml.Write((await ClusterRun.OfAsync(args)).Mocks.InputsOf("cache-topology")["workloads"]);

    private static IEnumerable<string> Paths(Type type, string prefix) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .SelectMany(property => property.PropertyType.IsSubclassOf(typeof(ResourceArgs))
            && property.PropertyType != typeof(MonitoringArgs)
            ? Paths(property.PropertyType, $"{prefix}{property.Name}.")
            : [prefix + property.Name]);
}
