using Pulumi;
using Pulumi.Kubernetes.Apps.V1;
using Pulumi.Kubernetes.Policy.V1;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Policy.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Sentinel;

/// <summary>The passwords of members and Sentinels; the same unless the latter's is declared.</summary>
internal sealed record SentinelAuth(RedisAuth Members, RedisAuth? Sentinels)
{
    /// <summary>The members' declared users; null when there are none.</summary>
    public RedisUsers? Users { get; init; }

    /// <summary>The Sentinels'; null when there are none.</summary>
    public RedisUsers? SentinelUsers { get; init; }

    public Output<string> SentinelPassword => (Sentinels ?? Members).Password;

    public IEnumerable<Resource> Secrets => Sentinels is null ? [Members.Secret] : [Members.Secret, Sentinels.Secret];

    /// <summary>What a pod shows, so that it rolls with either.</summary>
    public InputMap<string> Annotations(VersionedConfig config)
    {
        var annotations = config.Annotations(Members);
        if (Sentinels?.Revision is { } revision) annotations.Add("redisinfra.io/sentinel-auth-revision", revision);
        return annotations;
    }
}

/// <summary>The StatefulSets of members and Sentinels, and what protects their pods from disruption.</summary>
internal static class SentinelWorkloads
{
    /// <param name="scope">The component's.</param>
    /// <param name="drain">What hands over who goes.</param>
    /// <param name="replicas">How many there are to be: fewer once who goes has handed over.</param>
    /// <param name="config">Their configuration.</param>
    /// <param name="auth">The passwords.</param>
    /// <param name="dependsOn">What must be there before.</param>
    public static StatefulSet Members(
        RedisSentinelScope scope, SentinelDrain drain, Output<int> replicas, VersionedConfig config, SentinelAuth auth,
        params IEnumerable<Resource> dependsOn)
    {
        var spec = Set(
            scope.Layout.NodesName, replicas, Labels.Selector(scope.Name),
            MemberTemplate(scope, config, auth));
        if (SentinelVolumes.ClaimTemplate(scope) is { } template) spec.VolumeClaimTemplates.Add(template);
        var options = scope.Child(
            [config.Map, .. auth.Secrets, .. Before(auth.Users), .. MonitoringParts.Before(scope), .. dependsOn]);
        // Its claims are declared beside it, and a template can't change.
        if (scope.Spec.Storage is RedisStorage.Nfs { Exports: NfsExports.PerMember })
            options.IgnoreChanges.Add("spec.volumeClaimTemplates");
        options.GrowBefore(
            scope, "member", scope.Layout.WorkloadName, scope.Args.Access, scope.Layout.MemberPods, drain,
            (VolumeParts.DataVolume, scope.Spec.Storage));
        return new StatefulSet(
            scope.ChildName("member"),
            new StatefulSetArgs
            {
                Metadata = scope.Meta(scope.Layout.WorkloadName, Labels.Of(scope.Name, Labels.NodeComponent)),
                Spec = spec,
            },
            options);
    }

    /// <param name="scope">The component's.</param>
    /// <param name="replicas">How many there are to be.</param>
    /// <param name="config">Their configuration.</param>
    /// <param name="auth">The passwords.</param>
    /// <param name="dependsOn">What must be there before.</param>
    public static StatefulSet Sentinels(
        RedisSentinelScope scope, Output<int> replicas, VersionedConfig config, SentinelAuth auth,
        params IEnumerable<Resource> dependsOn) => new(
        scope.ChildName("sentinel"),
        new StatefulSetArgs
        {
            Metadata = scope.Meta(scope.Layout.SentinelName, Labels.OfSentinel(scope.Name)),
            Spec = Set(
                scope.Layout.SentinelNodesName, replicas, Labels.SentinelSelector(scope.Name),
                SentinelTemplate(scope, config, auth)),
        },
        scope.Child(
        [
            config.Map, .. auth.Secrets, .. Before(auth.SentinelUsers), .. MonitoringParts.Before(scope), .. dependsOn,
        ]));

    public static PodDisruptionBudget Budget(
        RedisSentinelScope scope, string role, string name, Dictionary<string, string> labels,
        Dictionary<string, string> selector) => new(
        scope.ChildName(role),
        new PodDisruptionBudgetArgs
        {
            Metadata = scope.Meta(name, labels),
            Spec = new PodDisruptionBudgetSpecArgs
            {
                MaxUnavailable = 1,
                Selector = new LabelSelectorArgs { MatchLabels = Inputs.Map(selector) },
            },
        },
        scope.Child());

    private static StatefulSetSpecArgs Set(
        string serviceName, Output<int> replicas, Dictionary<string, string> selector, PodTemplateSpecArgs template) =>
        new()
    {
        ServiceName = serviceName,
        Replicas = replicas,
        // After an outage they need one another, all at once.
        PodManagementPolicy = "Parallel",
        UpdateStrategy = new StatefulSetUpdateStrategyArgs { Type = "RollingUpdate" },
        RevisionHistoryLimit = 3,
        Selector = new LabelSelectorArgs { MatchLabels = Inputs.Map(selector) },
        Template = template,
    };

    private static PodTemplateSpecArgs MemberTemplate(
        RedisSentinelScope scope, VersionedConfig config, SentinelAuth auth)
    {
        var spec = Pod(scope, RedisClusterDefaults.GraceSeconds, config, Labels.Selector(scope.Name));
        if (SentinelVolumes.PodVolume(scope) is { } data) spec.Volumes.Add(data);
        NfsFolder.AddTo(
            spec, scope.Spec.Storage, scope.Args.Image, scope.Args.ImagePullPolicy, scope.Args.Resources,
            scope.Args.Pod.UserId);
        var container = SentinelPods.Member(
            PodInputs(scope, scope.Domain), scope.Args.Resources, VolumeParts.Mount(scope.Spec.Storage),
            scope.Monitoring);
        auth.Users?.AddTo(spec, container);
        spec.Containers.Add(container);
        if (scope.Monitoring is { } monitoring) spec.Containers.Add(monitoring.Sidecar(scope.Args.ImagePullPolicy));
        return new PodTemplateSpecArgs
        {
            Metadata = PodParts.Metadata(
                scope.Args.Pod, Labels.Of(scope.Name, Labels.NodeComponent), auth.Annotations(config)),
            Spec = spec,
        };
    }

    private static PodTemplateSpecArgs SentinelTemplate(
        RedisSentinelScope scope, VersionedConfig config, SentinelAuth auth)
    {
        var spec = Pod(
            scope, SentinelDefaults.SentinelGraceSeconds, config, Labels.SentinelSelector(scope.Name));
        var id = scope.Namespace.Apply(ns => Naming.Digest($"{ns}/{scope.Name}", 32));
        var container = SentinelPods.Sentinel(
            PodInputs(scope, scope.SentinelDomain), id, scope.Args.SentinelResources, scope.Monitoring);
        auth.SentinelUsers?.AddTo(spec, container);
        spec.Containers.Add(container);
        if (scope.Monitoring is { } monitoring)
            spec.Containers.Add(monitoring.Sidecar(scope.Args.ImagePullPolicy, SentinelDefaults.Port));
        return new PodTemplateSpecArgs
        {
            Metadata = PodParts.Metadata(
                scope.Args.Pod, Labels.OfSentinel(scope.Name), auth.Annotations(config)),
            Spec = spec,
        };
    }

    private static IEnumerable<Resource> Before(RedisUsers? users) => users is null ? [] : [users.Lines];

    private static PodSpecArgs Pod(
        RedisSentinelScope scope, int graceSeconds, VersionedConfig config, Dictionary<string, string> selector)
    {
        var spec = PodParts.Spec(scope.Name, graceSeconds, scope.Args.Pod, scope.Args.DeclaredImagePullSecrets);
        spec.TopologySpreadConstraints = PodParts.Spread(selector, scope.Args.TopologyKey, scope.Spec.Spread);
        spec.Volumes = PodParts.Volumes(config.Name);
        spec.Volumes.Add(SentinelPods.Set(scope.Layout.SetName));
        return spec;
    }

    private static SentinelPodInputs PodInputs(RedisSentinelScope scope, Output<string> domain) => new(
        scope.Args.Image, scope.Args.ImagePullPolicy, scope.Namespace.Apply(_ => scope.Layout.MasterName), domain,
        scope.Layout.AuthSecretName,
        scope.Args.SentinelPassword is null ? scope.Layout.AuthSecretName : scope.Layout.SentinelAuthSecretName,
        scope.Layout.SetName);
}
