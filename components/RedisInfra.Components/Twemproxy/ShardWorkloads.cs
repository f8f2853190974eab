using Pulumi;
using Pulumi.Kubernetes.Apps.V1;
using Pulumi.Kubernetes.Policy.V1;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Policy.V1;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Twemproxy;

/// <summary>A ring's shards: each a single Redis with a stable name.</summary>
internal static class ShardWorkloads
{
    /// <param name="scope">The component's.</param>
    /// <param name="ring">The ring.</param>
    /// <param name="drain">What empties the shards that go.</param>
    /// <param name="replicas">How many shards there are to be: where scaling in waits until a shard is empty.</param>
    /// <param name="config">The ring's configuration.</param>
    /// <param name="auth">The password.</param>
    /// <param name="dependsOn">What must be there before.</param>
    public static StatefulSet Workload(
        TwemproxyScope scope, RingLayout ring, RingDrain drain, Output<int> replicas, VersionedConfig config,
        RedisAuth auth, params Resource[] dependsOn)
    {
        var spec = new StatefulSetSpecArgs
        {
            ServiceName = scope.Layout.ShardsName,
            Replicas = replicas,
            // Shards know nothing of one another.
            PodManagementPolicy = "Parallel",
            UpdateStrategy = new StatefulSetUpdateStrategyArgs { Type = "RollingUpdate" },
            RevisionHistoryLimit = 3,
            Selector = new LabelSelectorArgs { MatchLabels = Inputs.Map(Selector(scope, ring)) },
            Template = Template(scope, ring, config, auth),
        };
        if (ShardVolumes.ClaimTemplate(scope, ring) is { } template) spec.VolumeClaimTemplates.Add(template);
        var options = scope.Child([config.Map, auth.Secret, .. MonitoringParts.Before(scope), .. dependsOn]);
        // Its claims are declared beside it, and a template can't change.
        if (ring.Spec.Storage is RedisStorage.Nfs { Exports: NfsExports.PerMember })
            options.IgnoreChanges.Add("spec.volumeClaimTemplates");
        options.GrowBefore(
            scope, ring.Spec.Name, ring.WorkloadName, scope.Args.Access, ring.Shards.Select(shard => shard.Pod), drain,
            (VolumeParts.DataVolume, ring.Spec.Storage));
        return new StatefulSet(
            scope.ChildName(ring.Spec.Name),
            new StatefulSetArgs { Metadata = scope.Meta(ring.WorkloadName, PodLabels(scope, ring)), Spec = spec },
            options);
    }

    /// <summary>One shard at a time: each that is away makes its keys unreachable.</summary>
    public static PodDisruptionBudget Budget(TwemproxyScope scope, RingLayout ring) => new(
        scope.ChildName($"{ring.Spec.Name}-budget"),
        new PodDisruptionBudgetArgs
        {
            Metadata = scope.Meta(ring.WorkloadName, Labels.Of(scope.Name, "budget", pool: ring.Spec.Name)),
            Spec = new PodDisruptionBudgetSpecArgs
            {
                MaxUnavailable = 1,
                Selector = new LabelSelectorArgs { MatchLabels = Inputs.Map(Selector(scope, ring)) },
            },
        },
        scope.Child());

    private static Dictionary<string, string> Selector(TwemproxyScope scope, RingLayout ring) =>
        Labels.Selector(scope.Name, pool: ring.Spec.Name);

    private static Dictionary<string, string> PodLabels(TwemproxyScope scope, RingLayout ring) =>
        Labels.Of(scope.Name, Labels.NodeComponent, pool: ring.Spec.Name);

    private static PodTemplateSpecArgs Template(
        TwemproxyScope scope, RingLayout ring, VersionedConfig config, RedisAuth auth)
    {
        var spec = PodParts.Spec(
            scope.Name, TwemproxyDefaults.ShardGraceSeconds, scope.Args.Pod, scope.Args.DeclaredImagePullSecrets);
        spec.TopologySpreadConstraints = TwemproxyPlacement.Spread(scope, Selector(scope, ring));
        NfsFolder.AddTo(
            spec, ring.Spec.Storage, scope.Args.Image, scope.Args.ImagePullPolicy, scope.ArgsOf(ring).Resources,
            scope.Args.Pod.UserId);
        spec.Containers.Add(ServerContainer.Of(
            scope.Args.Image, scope.Args.ImagePullPolicy, scope.Layout.AuthSecretName, scope.ArgsOf(ring).Resources,
            VolumeParts.Mount(ring.Spec.Storage), scope.Monitoring));
        if (scope.Monitoring is { } monitoring) spec.Containers.Add(monitoring.Sidecar(scope.Args.ImagePullPolicy));
        spec.Volumes = PodParts.Volumes(config.Name);
        if (ShardVolumes.PodVolume(ring) is { } data) spec.Volumes.Add(data);
        return new PodTemplateSpecArgs
        {
            Metadata = PodParts.Metadata(scope.Args.Pod, PodLabels(scope, ring), config.Annotations(auth)),
            Spec = spec,
        };
    }
}
