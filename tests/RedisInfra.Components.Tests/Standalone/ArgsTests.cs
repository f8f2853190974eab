using System.Reflection;
using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Standalone;
using RedisInfra.Components.Storage;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Standalone;

/// <summary>
/// No argument is declared and then ignored: each has an entry here, and each entry changes what is declared.
/// </summary>
public sealed class ArgsTests
{
    private static readonly Dictionary<string, Action<RedisStandaloneArgs>> _changes = new()
    {
        ["Workload"] = args => args.Workload = RedisStandaloneWorkload.Deployment,
        ["Storage"] = args => args.Storage = new RedisStorage.Ephemeral(),
        ["Persistence"] = args => args.Persistence = RedisPersistence.Aof(AofSync.BySystem),
        ["Namespace"] = args => args.Namespace = "data",
        ["Image"] = args => args.Image = "redis:7.2.5",
        ["ImagePullPolicy"] = args => args.ImagePullPolicy = "Always",
        ["ImagePullSecrets"] = args => args.ImagePullSecrets = "registry",
        ["Access.Context"] = args => args.Access.Context = "lab",
        ["Access.Kubeconfig"] = args => args.Access.Kubeconfig = "/etc/kubeconfig",
        ["MaxMemoryPercent"] = args => args.MaxMemoryPercent = 50,
        ["MaxMemoryPolicy"] = args => args.MaxMemoryPolicy = "allkeys-lru",
        ["Password"] = args => args.Password = "another-password",
        ["Config"] = args => args.Config = new InputMap<string> { ["slowlog-max-len"] = "1" },
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
        ["Access.Context"] = args =>
            (args.Monitoring, args.Access.Context) = (new MonitoringArgs(), "lab"),
        ["Access.Kubeconfig"] = args =>
            (args.Monitoring, args.Access.Kubeconfig) = (new MonitoringArgs(), "/etc/kubeconfig"),
        ["Monitoring"] = args => args.Monitoring = new MonitoringArgs(),
        ["Pod.GroupId"] = args => args.Pod.GroupId = 1001,
    };

    public static TheoryData<string> Names => [.. _changes.Keys];

    [Fact]
    public void Args_Declared_AreAllTried() => Assert.Equal(
        Paths(typeof(RedisStandaloneArgs), "").Order(StringComparer.Ordinal),
        _changes.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Args_OneChanged_ChangesWhatIsDeclared(string name)
    {
        var changed = new RedisStandaloneArgs();
        _changes[name](changed);

        Assert.NotEqual(await DeclaredAsync(new RedisStandaloneArgs()), await DeclaredAsync(changed));
    }

    private static async Task<string> DeclaredAsync(RedisStandaloneArgs args)
    {
        var run = await ServerRun.OfAsync(args);
        return string.Join("---\n", run.Mocks.Requests
            .OrderBy(request => request.Name, StringComparer.Ordinal)
            .Select(request => $"{request.Type} {request.Name}\n{ManifestYaml.Write(request.Inputs)}"));
    }

    private static IEnumerable<string> Paths(Type type, string prefix) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .SelectMany(property => property.PropertyType.IsSubclassOf(typeof(ResourceArgs))
            && property.PropertyType != typeof(MonitoringArgs)
            ? Paths(property.PropertyType, $"{prefix}{property.Name}.")
            : [prefix + property.Name]);
}
