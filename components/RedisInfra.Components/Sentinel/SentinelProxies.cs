using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using KubernetesDeployment = Pulumi.Kubernetes.Apps.V1.Deployment;

namespace RedisInfra.Components.Sentinel;

/// <summary>The proxies.</summary>
internal static class SentinelProxies
{
    public static KubernetesDeployment Workload(
        RedisSentinelScope scope, RedisSentinelProxyArgs proxy, VersionedConfig config, RedisAuth auth,
        params Resource[] dependsOn) => new(
        scope.ChildName("proxy"),
        new DeploymentArgs
        {
            Metadata = scope.Meta(scope.Layout.ProxyName, Labels.OfHaProxy(scope.Name)),
            Spec = new DeploymentSpecArgs
            {
                Replicas = scope.Spec.Proxies,
                RevisionHistoryLimit = 3,
                // A new proxy serves before an old one goes.
                Strategy = new DeploymentStrategyArgs
                {
                    Type = "RollingUpdate",
                    RollingUpdate = new RollingUpdateDeploymentArgs { MaxSurge = 1, MaxUnavailable = 0 },
                },
                Selector = new LabelSelectorArgs { MatchLabels = Inputs.Map(Labels.HaProxySelector(scope.Name)) },
                Template = Template(scope, proxy, config, auth),
            },
        },
        scope.Child([config.Map, auth.Secret, .. dependsOn]));

    private static PodTemplateSpecArgs Template(
        RedisSentinelScope scope, RedisSentinelProxyArgs proxy, VersionedConfig config, RedisAuth auth)
    {
        var spec = PodParts.Spec(
            scope.Name, SentinelDefaults.ProxyGraceSeconds, scope.Args.Pod, scope.Args.DeclaredImagePullSecrets);
        spec.TopologySpreadConstraints = PodParts.Spread(
            Labels.HaProxySelector(scope.Name), scope.Args.TopologyKey, scope.Spec.Spread);
        spec.Volumes = PodParts.Volumes(config.Name);
        spec.Containers.Add(Container(scope, proxy));
        return new PodTemplateSpecArgs
        {
            Metadata = PodParts.Metadata(scope.Args.Pod, Labels.OfHaProxy(scope.Name), config.Annotations(auth)),
            Spec = spec,
        };
    }

    private static ContainerArgs Container(RedisSentinelScope scope, RedisSentinelProxyArgs proxy) => new()
    {
        Name = "haproxy",
        Image = proxy.Image,
        ImagePullPolicy = scope.Args.ImagePullPolicy,
        Command = { "sh", $"{ContainerParts.Folder}/start.sh" },
        Env = { ContainerParts.Password(scope.Layout.AuthSecretName) },
        Ports =
        {
            Port("write", RedisClusterDefaults.Port), Port("read", SentinelDefaults.ReadPort),
            Port("live", SentinelDefaults.LivePort), Port("ready", SentinelDefaults.ReadyPort),
        },
        Resources = ContainerParts.Resources(proxy.Resources),
        VolumeMounts = PodParts.Mounts(),
        SecurityContext = ContainerParts.Restricted(),
        StartupProbe = Probe("/live", SentinelDefaults.LivePort, periodSeconds: 1, failureThreshold: 60),
        LivenessProbe = Probe("/live", SentinelDefaults.LivePort, periodSeconds: 10, failureThreshold: 6),
        // Longer than a failover: all proxies lack the master then, and to take them away helps nobody.
        ReadinessProbe = Probe("/ready", SentinelDefaults.ReadyPort, periodSeconds: 2, failureThreshold: 15),
        Lifecycle = new LifecycleArgs
        {
            PreStop = new LifecycleHandlerArgs { Exec = ContainerParts.Script("stop.sh") },
        },
    };

    private static ContainerPortArgs Port(string name, int number) =>
        new() { Name = name, ContainerPortValue = number, Protocol = "TCP" };

    private static ProbeArgs Probe(string path, int port, int periodSeconds, int failureThreshold) => new()
    {
        HttpGet = new HTTPGetActionArgs { Path = path, Port = port, Scheme = "HTTP" },
        PeriodSeconds = periodSeconds,
        TimeoutSeconds = 5,
        FailureThreshold = failureThreshold,
        SuccessThreshold = 1,
    };
}
