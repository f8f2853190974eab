using System.Globalization;
using Pulumi;
using Pulumi.Kubernetes.Policy.V1;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Policy.V1;
using RedisInfra.Components.Common;
using KubernetesDeployment = Pulumi.Kubernetes.Apps.V1.Deployment;

namespace RedisInfra.Components.Twemproxy;

/// <summary>The proxies and what protects them from disruption.</summary>
internal static class ProxyWorkload
{
    public static KubernetesDeployment Workload(
        TwemproxyScope scope, VersionedConfig config, RedisAuth auth, params Resource[] dependsOn) => new(
        scope.ChildName("proxy"),
        new DeploymentArgs
        {
            Metadata = scope.Meta(scope.Layout.ProxyName, Labels.OfProxy(scope.Name)),
            Spec = new DeploymentSpecArgs
            {
                Replicas = scope.Spec.Proxies,
                RevisionHistoryLimit = 3,
                // A new proxy serves before an old one goes, and a configuration that doesn't work stops at the first.
                Strategy = new DeploymentStrategyArgs
                {
                    Type = "RollingUpdate",
                    RollingUpdate = new RollingUpdateDeploymentArgs { MaxSurge = 1, MaxUnavailable = 0 },
                },
                Selector = new LabelSelectorArgs { MatchLabels = Inputs.Map(Labels.ProxySelector(scope.Name)) },
                Template = Template(scope, config, auth),
            },
        },
        scope.Child([config.Map, auth.Secret, .. dependsOn]));

    public static PodDisruptionBudget Budget(TwemproxyScope scope) => new(
        scope.ChildName("proxy-budget"),
        new PodDisruptionBudgetArgs
        {
            Metadata = scope.Meta(scope.Layout.ProxyName, Labels.OfProxy(scope.Name)),
            Spec = new PodDisruptionBudgetSpecArgs
            {
                MaxUnavailable = 1,
                Selector = new LabelSelectorArgs { MatchLabels = Inputs.Map(Labels.ProxySelector(scope.Name)) },
            },
        },
        scope.Child());

    private static PodTemplateSpecArgs Template(TwemproxyScope scope, VersionedConfig config, RedisAuth auth)
    {
        var spec = PodParts.Spec(
            scope.Name, TwemproxyDefaults.ProxyGraceSeconds, scope.Args.Pod, scope.Args.DeclaredImagePullSecrets);
        spec.TopologySpreadConstraints = TwemproxyPlacement.Spread(scope, Labels.ProxySelector(scope.Name));
        spec.InitContainers.Add(Container(scope, "check", "check.sh"));
        spec.Containers.Add(Proxy(scope));
        if (scope.Args.Monitoring is { } monitoring)
            spec.Containers.Add(ProxyMonitoring.Container(scope, monitoring));
        spec.Volumes = PodParts.Volumes(config.Name);
        // nutcracker resolves a name while all other requests wait: a DNS server that is gone must not take 10 s each.
        spec.DnsConfig = new PodDNSConfigArgs
        {
            Options = { DnsOption("timeout", "1"), DnsOption("attempts", "2") },
        };
        return new PodTemplateSpecArgs
        {
            Metadata = PodParts.Metadata(scope.Args.Pod, Labels.OfProxy(scope.Name), config.Annotations(auth)),
            Spec = spec,
        };
    }

    private static ContainerArgs Proxy(TwemproxyScope scope)
    {
        var container = Container(scope, "nutcracker", "start.sh");
        foreach (var ring in scope.Spec.Rings) container.Ports.Add(Port(ring.Name, ring.Port));
        container.Ports.Add(Port(ProxyServices.StatsPortName, scope.Spec.StatsPort));
        container.Env.Add(Variable("PROXY_STATS_PORT", scope.Spec.StatsPort.ToString(CultureInfo.InvariantCulture)));
        container.Env.Add(Variable("PROXY_MBUF_BYTES", scope.Spec.MbufBytes.ToString(CultureInfo.InvariantCulture)));
        if (scope.Layout.Rings.Any(ring => ring.HasReplicas))
        {
            container.Env.Add(Variable("HOSTALIASES", FollowScript.Aliases));
            container.Env.Add(Variable(
                "PROXY_SENTINELS", ReplicatedShards.Sentinels.ToString(CultureInfo.InvariantCulture)));
            container.Env.Add(new EnvVarArgs { Name = "PROXY_DOMAIN", Value = scope.NamespaceDomain });
        }

        container.StartupProbe = ContainerParts.Probe("live.sh", periodSeconds: 1, failureThreshold: 60);
        container.LivenessProbe = ContainerParts.Probe("live.sh", periodSeconds: 10, failureThreshold: 6);
        container.ReadinessProbe = ContainerParts.Probe("ready.sh", periodSeconds: 5, failureThreshold: 2);
        container.Lifecycle = new LifecycleArgs
        {
            PreStop = new LifecycleHandlerArgs { Exec = ContainerParts.Script("stop.sh") },
        };
        return container;
    }

    private static ContainerArgs Container(TwemproxyScope scope, string name, string script) => new()
    {
        Name = name,
        Image = scope.Args.Proxy.Image!,
        ImagePullPolicy = scope.Args.ImagePullPolicy,
        Command = { "sh", $"{ContainerParts.Folder}/{script}" },
        Env = { ContainerParts.Password(scope.Layout.AuthSecretName) },
        Resources = ContainerParts.Resources(scope.Args.Proxy.Resources),
        VolumeMounts = PodParts.Mounts(),
        SecurityContext = ContainerParts.Restricted(),
    };

    private static ContainerPortArgs Port(string name, int number) =>
        new() { Name = name, ContainerPortValue = number, Protocol = "TCP" };

    private static EnvVarArgs Variable(string name, string value) => new() { Name = name, Value = value };

    private static PodDNSConfigOptionArgs DnsOption(string name, string value) => new() { Name = name, Value = value };
}
