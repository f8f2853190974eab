using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Cluster;

/// <summary>What a pod needs besides the args.</summary>
/// <param name="ConfigName">The ConfigMap's name.</param>
/// <param name="ConfigDigest">The digest of its content.</param>
/// <param name="AuthRevision">Changes with the password; null when that is generated and so never changes.</param>
internal sealed record ClusterPodInputs(
    Output<string> ConfigName, Output<string> ConfigDigest, Output<string>? AuthRevision);

/// <summary>The pod of a member, within the restricted Pod Security level.</summary>
internal static class ClusterPod
{
    public static PodTemplateSpecArgs Template(ClusterScope scope, ClusterPodInputs inputs, int? shard)
    {
        var annotations = new InputMap<string> { ["redisinfra.io/config-digest"] = inputs.ConfigDigest };
        if (inputs.AuthRevision is not null) annotations.Add("redisinfra.io/auth-revision", inputs.AuthRevision);
        var spec = new PodSpecArgs
        {
            ServiceAccountName = scope.Spec.Name,
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            TerminationGracePeriodSeconds = RedisClusterDefaults.GraceSeconds,
            SecurityContext = new PodSecurityContextArgs
            {
                RunAsNonRoot = true,
                RunAsUser = scope.Args.Pod.UserId,
                RunAsGroup = scope.Args.Pod.GroupId,
                FsGroup = scope.Args.Pod.GroupId,
                // Not a walk over the whole data set at every start.
                FsGroupChangePolicy = "OnRootMismatch",
                SeccompProfile = new SeccompProfileArgs { Type = "RuntimeDefault" },
            },
            Affinity = ClusterPlacement.Affinity(scope, shard),
            Containers = { ClusterContainer.Of(scope) },
            Volumes = Volumes(scope, inputs),
        };
        if (scope.Args.Pod.DeclaredNodeSelector is { } nodeSelector) spec.NodeSelector = nodeSelector;
        if (scope.Args.DeclaredImagePullSecrets is { } pullSecrets)
            spec.ImagePullSecrets = pullSecrets.Apply(names => names.Select(Reference).ToArray());
        if (scope.Args.Pod.Tolerations.Count > 0)
            spec.Tolerations = ClusterPlacement.Tolerations(scope.Args.Pod.Tolerations);
        if (scope.Args.Pod.PriorityClass is not null) spec.PriorityClassName = scope.Args.Pod.PriorityClass;
        return new PodTemplateSpecArgs
        {
            Metadata = new ObjectMetaArgs
            {
                // Ours last: a selector must not miss its own pods.
                Labels = InputMap<string>.Merge(
                    scope.Args.Pod.Labels, Inputs.Map(Labels.Of(scope.Spec.Name, Labels.NodeComponent, shard))),
                Annotations = InputMap<string>.Merge(scope.Args.Pod.Annotations, annotations),
            },
            Spec = spec,
        };
    }

    /// <summary>
    /// A digest of everything in the template that can vary, so that a rolled workload is verified again.
    /// </summary>
    public static Output<string> Digest(ClusterScope scope, ClusterPodInputs inputs)
    {
        var (args, pod) = (scope.Args, scope.Args.Pod);
        Output<string>[] parts =
        [
            Output.Create(FormattableString.Invariant($"{scope.Spec.Spread} {scope.Spec.NeedsRestartGuard}")),
            Output.Create(scope.Spec.Storage.GetType().Name),
            inputs.ConfigName, inputs.AuthRevision ?? Output.Create(""), scope.Domain,
            Inputs.Text(args.Image), Inputs.Text(args.ImagePullPolicy), Inputs.Text(args.DeclaredImagePullSecrets),
            Inputs.Text<Quantity>(args.Resources.Memory), Inputs.Text<Quantity>(args.Resources.Cpu),
            Inputs.Text<Quantity>(args.Resources.CpuLimit!), Inputs.Text(args.TopologyKey),
            Inputs.Text(pod.Labels), Inputs.Text(pod.Annotations), Inputs.Text(pod.DeclaredNodeSelector),
            Output.Create(string.Join('\n', pod.Tolerations)), Inputs.Text(pod.PriorityClass),
            Inputs.Text(pod.UserId), Inputs.Text(pod.GroupId),
            SizeLimit(scope),
        ];
        return Output.All(parts).Apply(values => Naming.Digest(string.Join('\0', values), 16));
    }

    private static LocalObjectReferenceArgs Reference(string name) => new() { Name = name };

    private static Output<string> SizeLimit(ClusterScope scope) =>
        scope.Spec.Storage is Storage.RedisStorage.Ephemeral { SizeLimit: { } limit }
            ? limit.Apply(value => value.ToString())
            : Output.Create("");

    private static InputList<VolumeArgs> Volumes(ClusterScope scope, ClusterPodInputs inputs)
    {
        var volumes = new InputList<VolumeArgs>
        {
            new VolumeArgs
            {
                Name = "config",
                ConfigMap = new ConfigMapVolumeSourceArgs { Name = inputs.ConfigName, DefaultMode = ReadableByAll },
            },
            // In memory: the password is written here and nowhere else.
            new VolumeArgs
            {
                Name = "run",
                EmptyDir = new EmptyDirVolumeSourceArgs { Medium = "Memory", SizeLimit = "1Mi" },
            },
            new VolumeArgs { Name = "tmp", EmptyDir = new EmptyDirVolumeSourceArgs { SizeLimit = "16Mi" } },
        };
        if (ClusterVolumes.PodVolume(scope) is { } data) volumes.Add(data);
        return volumes;
    }

    /// <summary>0444 in the decimal notation that JSON has.</summary>
    private const int ReadableByAll = 292;
}
