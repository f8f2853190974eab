using System.Collections.Immutable;
using System.Reflection;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Kubernetes.Apps.V1;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Utilities;

namespace Embedded.Pulumi.Tests.Kinds;

public sealed class KubernetesKindsTests
{
    private static readonly ImmutableArray<Type> _kinds =
    [
        .. typeof(ConfigMap).Assembly.GetExportedTypes().Where(t =>
            t is { IsAbstract: false } && t.IsSubclassOf(typeof(global::Pulumi.Kubernetes.KubernetesResource))
            && t != typeof(global::Pulumi.Kubernetes.ApiExtensions.CustomResource)),
    ];

    public static TheoryData<string> Kinds => [.. _kinds.Select(k => k.FullName!)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task New_AnyKind_RegistersItsTokenVersionAndKind(string name)
    {
        var kind = _kinds.Single(k => k.FullName == name);

        var request = await new RecordingMonitor().RunAsync(() => MinimalArgs.Resource(kind));

        var apiVersion = Text(request.Inputs, "apiVersion");
        Assert.Equal(kind.Name, Text(request.Inputs, "kind"));
        Assert.Equal($"kubernetes:{(apiVersion.Contains('/') ? apiVersion : "core/" + apiVersion)}:{kind.Name}",
            request.Type);
        Assert.Equal(request.Type, kind.GetCustomAttribute<ResourceTypeAttribute>()!.Type);
        var version = kind.Namespace!.Split('.')[^1].ToLowerInvariant();
        Assert.EndsWith(version, apiVersion);
    }

    [Theory]
    [InlineData(typeof(global::Pulumi.Kubernetes.Rbac.V1.Role), "rbac.authorization.k8s.io/v1")]
    [InlineData(typeof(global::Pulumi.Kubernetes.Storage.V1.StorageClass), "storage.k8s.io/v1")]
    [InlineData(typeof(global::Pulumi.Kubernetes.Networking.V1.NetworkPolicy), "networking.k8s.io/v1")]
    [InlineData(typeof(global::Pulumi.Kubernetes.Scheduling.V1.PriorityClass), "scheduling.k8s.io/v1")]
    [InlineData(typeof(global::Pulumi.Kubernetes.Policy.V1.PodDisruptionBudget), "policy/v1")]
    [InlineData(typeof(global::Pulumi.Kubernetes.Autoscaling.V2.HorizontalPodAutoscaler), "autoscaling/v2")]
    [InlineData(typeof(StatefulSet), "apps/v1")]
    [InlineData(typeof(Secret), "v1")]
    public async Task New_KindOfAGroup_HasTheGroupsApiVersion(Type kind, string expected)
    {
        var request = await new RecordingMonitor().RunAsync(() => MinimalArgs.Resource(kind));

        Assert.Equal(expected, Text(request.Inputs, "apiVersion"));
    }

    [Fact]
    public async Task New_RequiredArgumentMissing_IsRefused()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => new RecordingMonitor().RunAsync(
            () => _ = new global::Pulumi.Kubernetes.Storage.V1.StorageClass("x")));

        Assert.Contains("StorageClassArgs.Provisioner is required but was not given a value", error.Message);
    }

    [Fact]
    public async Task New_NestedArguments_GoOutUnderTheirWireNames()
    {
        var request = await new RecordingMonitor().RunAsync(() => _ = new StatefulSet("x", new StatefulSetArgs
        {
            Metadata = new ObjectMetaArgs { Name = "redis", Labels = { ["app.kubernetes.io/name"] = "redis" } },
            Spec = new StatefulSetSpecArgs
            {
                ServiceName = "redis-nodes",
                Replicas = 2,
                Selector = new LabelSelectorArgs { MatchLabels = { ["a"] = "b" } },
                Template = new PodTemplateSpecArgs
                {
                    Spec = new PodSpecArgs
                    {
                        Containers =
                        {
                            new ContainerArgs
                            {
                                Name = "redis",
                                Ports = { new ContainerPortArgs { ContainerPortValue = 6379, HostIP = "127.0.0.1" } },
                                LivenessProbe = new ProbeArgs
                                {
                                    TcpSocket = new TCPSocketActionArgs { Port = "redis" },
                                },
                            },
                        },
                    },
                },
            },
        }));

        var expected = """
            apiVersion=apps/v1
            kind=StatefulSet
            metadata.labels.app.kubernetes.io/name=redis
            metadata.name=redis
            spec.replicas=2
            spec.selector.matchLabels.a=b
            spec.serviceName=redis-nodes
            spec.template.spec.containers.0.livenessProbe.tcpSocket.port=redis
            spec.template.spec.containers.0.name=redis
            spec.template.spec.containers.0.ports.0.containerPort=6379
            spec.template.spec.containers.0.ports.0.hostIP=127.0.0.1
            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), string.Join("\n", Leaves("", new(request.Inputs))));
    }

    [Fact]
    public async Task Outputs_LiveObject_AreReadWithWhatIsMissingLeftAtItsDefault()
    {
        StatefulSet? set = null;
        var container = Map(
            ("name", new("redis")),
            ("ports", List(Map(("containerPort", new(6379))))),
            ("livenessProbe", Map(("tcpSocket", Map(("port", new("redis")))))));
        var monitor = new RecordingMonitor(
            ("metadata", Map(("name", new("redis")), ("uid", new("u")))),
            ("spec", Map(("template", Map(("spec", Map(("containers", List(container)))))))),
            ("status", Map(("readyReplicas", new(2)))));
        await monitor.RunAsync(() => set = new StatefulSet("x"));

        var metadata = await OutputUtilities.GetValueAsync(set!.Metadata);
        var status = await OutputUtilities.GetValueAsync(set.Status);
        var spec = await OutputUtilities.GetValueAsync(set.Spec);
        var read = Assert.Single(spec.Template.Spec.Containers);
        Assert.Equal(("redis", "u", null), (metadata.Name, metadata.Uid, metadata.Namespace));
        Assert.Equal((2, 0), (status.ReadyReplicas, status.CurrentReplicas));
        Assert.Equal(6379, Assert.Single(read.Ports).ContainerPortValue);
        Assert.Equal("redis", read.LivenessProbe.TcpSocket.Port.AsT1);
        Assert.Null(read.ReadinessProbe);
        Assert.True(read.Env.IsDefaultOrEmpty);
    }

    [Fact]
    public async Task New_Secret_MarksItsValuesSecret()
    {
        var request = await new RecordingMonitor().RunAsync(() => _ = new Secret("x"));

        Assert.Equal(["data", "stringData"], request.AdditionalSecretOutputs.Order());
    }

    [Fact]
    public async Task Get_ById_ReadsInsteadOfRegistering()
    {
        var request = await new RecordingMonitor().RunAsync(() => ConfigMap.Get("x", "ns/settings"));

        Assert.Equal("ns/settings", request.ImportId);
    }

    [Fact]
    public async Task New_ServiceOfATypedType_SendsItsText()
    {
        var request = await new RecordingMonitor().RunAsync(() => _ = new Service("x", new ServiceArgs
        {
            Spec = new ServiceSpecArgs { Type = ServiceSpecType.NodePort },
        }));

        Assert.Contains("spec.type=NodePort", Leaves("", new(request.Inputs)));
    }

    [Fact]
    public async Task New_CustomObject_HasATokenOfItsOwn()
    {
        var request = await new RecordingMonitor().RunAsync(() =>
            _ = new global::Pulumi.Kubernetes.ApiExtensions.CustomResource("x", new MonitorArgs { Interval = "30s" }));

        Assert.Equal("kubernetes:monitoring.coreos.com/v1:ServiceMonitor", request.Type);
        Assert.Equal(
            ["apiVersion=monitoring.coreos.com/v1", "interval=30s", "kind=ServiceMonitor"],
            Leaves("", new(request.Inputs)));
    }

    [Fact]
    public async Task New_Provider_SendsItsConfigurationWithBooleansAsJson()
    {
        var request = await new RecordingMonitor().RunAsync(() => _ = new global::Pulumi.Kubernetes.Provider(
            "x", new() { Context = "lab", EnableSecretMutable = true }));

        Assert.Equal("pulumi:providers:kubernetes", request.Type);
        Assert.Equal(["context=lab", "enableSecretMutable=true"], Leaves("", new(request.Inputs)));
    }

    private sealed class MonitorArgs()
        : global::Pulumi.Kubernetes.ApiExtensions.CustomResourceArgs("monitoring.coreos.com/v1", "ServiceMonitor")
    {
        [Input("interval")]
        public Input<string>? Interval { get; set; }
    }

    private static string Text(ImmutableDictionary<string, PropertyValue> bag, string name) =>
        bag[name].TryGetString(out var text) ? text : "";

    private static PropertyValue Map(params (string Name, PropertyValue Value)[] fields) =>
        new(fields.ToImmutableDictionary(f => f.Name, f => f.Value));

    private static PropertyValue List(params PropertyValue[] items) => new(items.ToImmutableArray());

    private static IEnumerable<string> Leaves(string path, PropertyValue value)
    {
        var prefix = path.Length == 0 ? "" : path + ".";
        if (value.TryGetMap(out var fields))
            return fields.OrderBy(f => f.Key, StringComparer.Ordinal).SelectMany(f => Leaves(prefix + f.Key, f.Value));
        if (value.TryGetArray(out var items))
            return items.SelectMany((item, i) => Leaves($"{prefix}{i}", item));
        if (value.IsNull)
            return [];
        return [value.TryGetString(out var text) ? $"{path}={text}"
            : value.TryGetNumber(out var number) ? $"{path}={number}" : $"{path}={value}"];
    }
}
