using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using RedisInfra.Components.Cluster;

namespace RedisInfra.Components.Common;

/// <summary>What the pods of all components have in common: the restricted Pod Security level, and the caller's
/// wishes.</summary>
internal static class PodParts
{
    /// <summary>0444 in the decimal notation that JSON has.</summary>
    private const int ReadableByAll = 292;

    /// <summary>The account of a component's pods, which may nothing at the API server.</summary>
    public static ServiceAccount Account(ComponentScope scope, IEnumerable<KeyValuePair<string, string>> labels) => new(
        scope.ChildName("account"),
        new ServiceAccountArgs { Metadata = scope.Meta(scope.Name, labels), AutomountServiceAccountToken = false },
        scope.Child());

    /// <summary>Everything but containers, volumes and placement.</summary>
    public static PodSpecArgs Spec(
        string serviceAccount, int graceSeconds, RedisPodArgs pod, InputList<string>? pullSecrets)
    {
        var spec = new PodSpecArgs
        {
            ServiceAccountName = serviceAccount,
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            TerminationGracePeriodSeconds = graceSeconds,
            SecurityContext = new PodSecurityContextArgs
            {
                RunAsNonRoot = true,
                RunAsUser = pod.UserId,
                RunAsGroup = pod.GroupId,
                FsGroup = pod.GroupId,
                // Not a walk over the whole data set at every start.
                FsGroupChangePolicy = "OnRootMismatch",
                SeccompProfile = new SeccompProfileArgs { Type = "RuntimeDefault" },
            },
        };
        if (pod.DeclaredNodeSelector is { } nodeSelector) spec.NodeSelector = nodeSelector;
        if (pullSecrets is not null)
            spec.ImagePullSecrets = pullSecrets.Apply(names => names.Select(Reference).ToArray());
        if (pod.Tolerations.Count > 0) spec.Tolerations = Tolerations(pod.Tolerations);
        if (pod.PriorityClass is not null) spec.PriorityClassName = pod.PriorityClass;
        return spec;
    }

    /// <summary>Labels and annotations. Ours last: a selector must not miss its own pods.</summary>
    public static ObjectMetaArgs Metadata(
        RedisPodArgs pod, IEnumerable<KeyValuePair<string, string>> labels, InputMap<string> annotations) => new()
    {
        Labels = InputMap<string>.Merge(pod.Labels, Inputs.Map(labels)),
        Annotations = InputMap<string>.Merge(pod.Annotations, annotations),
    };

    /// <summary>The configuration, a place in memory for the password, and one for temporary files.</summary>
    public static InputList<VolumeArgs> Volumes(Input<string> configName) => new()
    {
        new VolumeArgs
        {
            Name = "config",
            ConfigMap = new ConfigMapVolumeSourceArgs { Name = configName, DefaultMode = ReadableByAll },
        },
        // In memory: the password is written here and nowhere else.
        new VolumeArgs
        {
            Name = "run",
            EmptyDir = new EmptyDirVolumeSourceArgs { Medium = "Memory", SizeLimit = "1Mi" },
        },
        new VolumeArgs { Name = "tmp", EmptyDir = new EmptyDirVolumeSourceArgs { SizeLimit = "16Mi" } },
    };

    /// <summary>As evenly over places as can be, among the pods of the selector.</summary>
    public static InputList<TopologySpreadConstraintArgs> Spread(
        IEnumerable<KeyValuePair<string, string>> selector, Input<string> topologyKey, RedisSpread spread) => new()
    {
        new TopologySpreadConstraintArgs
        {
            MaxSkew = 1,
            TopologyKey = topologyKey,
            WhenUnsatisfiable = spread == RedisSpread.Required ? "DoNotSchedule" : "ScheduleAnyway",
            LabelSelector = new LabelSelectorArgs { MatchLabels = Inputs.Map(selector) },
        },
    };

    /// <summary>The mounts of <see cref="Volumes"/>.</summary>
    public static InputList<VolumeMountArgs> Mounts() => new()
    {
        new VolumeMountArgs { Name = "config", MountPath = ContainerParts.Folder, ReadOnly = true },
        new VolumeMountArgs { Name = "run", MountPath = "/run/redisinfra" },
        new VolumeMountArgs { Name = "tmp", MountPath = "/tmp" },
    };

    private static LocalObjectReferenceArgs Reference(string name) => new() { Name = name };

    /// <summary>The taints that are put up with.</summary>
    private static InputList<TolerationArgs> Tolerations(IEnumerable<RedisToleration> tolerations)
    {
        var list = new InputList<TolerationArgs>();
        foreach (var toleration in tolerations)
        {
            var args = new TolerationArgs
            {
                Key = toleration.Key,
                Operator = toleration.Value is null ? "Exists" : "Equal",
            };
            if (toleration.Value is { } value) args.Value = value;
            if (toleration.Effect is { } effect) args.Effect = effect;
            list.Add(args);
        }

        return list;
    }
}
