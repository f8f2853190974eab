using Pulumi;
using Pulumi.Kubernetes.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;
using KubernetesDeployment = Pulumi.Kubernetes.Apps.V1.Deployment;
using KubernetesService = Pulumi.Kubernetes.Core.V1.Service;
using ServiceArgs = Pulumi.Kubernetes.Types.Inputs.Core.V1.ServiceArgs;

namespace RedisInfra.Components.Standalone;

/// <summary>What runs the one pod. No PodDisruptionBudget: one that protects the only pod makes a node undrainable.
/// </summary>
internal static class RedisStandaloneWorkloads
{
    /// <summary>Nobody is there to hand over to: it saves, and that takes as long as its data is large.</summary>
    private const int GraceSeconds = 120;

    public static Resource Of(
        RedisStandaloneScope scope, VersionedConfig config, RedisAuth auth, params Resource[] dependsOn)
    {
        var options = scope.Child([config.Map, auth.Secret, .. MonitoringParts.Before(scope), .. dependsOn]);
        return scope.Spec.Workload == RedisStandaloneWorkload.Deployment
            ? OfDeployment(scope, Template(scope, config, auth), options)
            : OfStatefulSet(scope, Template(scope, config, auth), options);
    }

    private static KubernetesDeployment OfDeployment(
        RedisStandaloneScope scope, PodTemplateSpecArgs template, CustomResourceOptions options) => new(
        scope.ChildName("server"),
        new DeploymentArgs
        {
            Metadata = scope.Meta(scope.Name, scope.Spec.PodLabels),
            Spec = new DeploymentSpecArgs
            {
                Replicas = 1,
                RevisionHistoryLimit = 3,
                // Two servers on the same files would each overwrite what the other one writes.
                Strategy = new DeploymentStrategyArgs { Type = "Recreate" },
                Selector = Selector(scope),
                Template = template,
            },
        },
        options);

    private static StatefulSet OfStatefulSet(
        RedisStandaloneScope scope, PodTemplateSpecArgs template, CustomResourceOptions options)
    {
        options.DependsOn.Add(Nodes(scope));
        return new StatefulSet(
            scope.ChildName("server"),
            new StatefulSetArgs
            {
                Metadata = scope.Meta(scope.Name, scope.Spec.PodLabels),
                Spec = new StatefulSetSpecArgs
                {
                    ServiceName = scope.Spec.NodesName,
                    Replicas = 1,
                    UpdateStrategy = new StatefulSetUpdateStrategyArgs { Type = "RollingUpdate" },
                    RevisionHistoryLimit = 3,
                    Selector = Selector(scope),
                    Template = template,
                },
            },
            options);
    }

    /// <summary>The pod's stable name.</summary>
    private static KubernetesService Nodes(RedisStandaloneScope scope) => new(
        scope.ChildName("nodes"),
        new ServiceArgs
        {
            Metadata = scope.Meta(scope.Spec.NodesName, Labels.Of(scope.Name, "nodes")),
            Spec = new ServiceSpecArgs
            {
                ClusterIP = "None",
                PublishNotReadyAddresses = true,
                Selector = Inputs.Map(scope.Spec.Selector),
                Ports = { ServiceParts.Port("redis", RedisClusterDefaults.Port) },
            },
        },
        scope.Child());

    private static LabelSelectorArgs Selector(RedisStandaloneScope scope) =>
        new() { MatchLabels = Inputs.Map(scope.Spec.Selector) };

    private static PodTemplateSpecArgs Template(RedisStandaloneScope scope, VersionedConfig config, RedisAuth auth)
    {
        var args = scope.Args;
        var spec = PodParts.Spec(scope.Name, GraceSeconds, args.Pod, args.DeclaredImagePullSecrets);
        NfsFolder.AddTo(
            spec, scope.Spec.Storage, args.Image, args.ImagePullPolicy, args.Resources, args.Pod.UserId,
            scope.Spec.Folder);
        spec.Containers.Add(ServerContainer.Of(
            args.Image, args.ImagePullPolicy, scope.Spec.AuthSecretName, args.Resources,
            RedisStandaloneVolumes.Mount(scope), scope.Monitoring));
        if (scope.Monitoring is { } monitoring) spec.Containers.Add(monitoring.Sidecar(args.ImagePullPolicy));
        spec.Volumes = PodParts.Volumes(config.Name);
        spec.Volumes.Add(RedisStandaloneVolumes.PodVolume(scope));
        return new PodTemplateSpecArgs
        {
            Metadata = PodParts.Metadata(args.Pod, scope.Spec.PodLabels, config.Annotations(auth)),
            Spec = spec,
        };
    }
}
