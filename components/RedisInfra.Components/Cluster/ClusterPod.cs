using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

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
        var spec = PodParts.Spec(
            scope.Spec.Name, RedisClusterDefaults.GraceSeconds, scope.Args.Pod, scope.Args.DeclaredImagePullSecrets);
        spec.Affinity = ClusterPlacement.Affinity(scope, shard);
        NfsFolder.AddTo(
            spec, scope.Spec.Storage, scope.Args.Image, scope.Args.ImagePullPolicy, scope.Args.Resources,
            scope.Args.Pod.UserId);
        spec.Containers.Add(ClusterContainer.Of(scope));
        if (scope.Monitoring is { } monitoring) spec.Containers.Add(monitoring.Sidecar(scope.Args.ImagePullPolicy));
        spec.Volumes = Volumes(scope, inputs);
        return new PodTemplateSpecArgs
        {
            Metadata = PodParts.Metadata(
                scope.Args.Pod, Labels.Of(scope.Spec.Name, Labels.NodeComponent, shard), annotations),
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
            Output.Create(StorageKind(scope.Spec.Storage)),
            inputs.ConfigName, inputs.AuthRevision ?? Output.Create(""), scope.Domain,
            Inputs.Text(args.Image), Inputs.Text(args.ImagePullPolicy), Inputs.Text(args.DeclaredImagePullSecrets),
            Inputs.Text<Quantity>(args.Resources.Memory), Inputs.Text<Quantity>(args.Resources.Cpu),
            Inputs.Text<Quantity>(args.Resources.CpuLimit!), Inputs.Text(args.TopologyKey),
            Inputs.Text(pod.Labels), Inputs.Text(pod.Annotations), Inputs.Text(pod.DeclaredNodeSelector),
            Output.Create(string.Join('\n', pod.Tolerations)), Inputs.Text(pod.PriorityClass),
            Inputs.Text(pod.UserId), Inputs.Text(pod.GroupId),
            SizeLimit(scope),
        ];
        if (scope.Monitoring is { } monitoring) parts = [.. parts, monitoring.Digest()];
        return Output.All(parts).Apply(values => Naming.Digest(string.Join('\0', values), 16));
    }

    private static string StorageKind(RedisStorage storage) =>
        storage is RedisStorage.Nfs nfs ? $"Nfs {nfs.Exports}" : storage.GetType().Name;

    private static Output<string> SizeLimit(ClusterScope scope) =>
        scope.Spec.Storage is RedisStorage.Ephemeral { SizeLimit: { } limit }
            ? limit.Apply(value => value.ToString())
            : Output.Create("");

    private static InputList<VolumeArgs> Volumes(ClusterScope scope, ClusterPodInputs inputs)
    {
        var volumes = PodParts.Volumes(inputs.ConfigName);
        if (ClusterVolumes.PodVolume(scope) is { } data) volumes.Add(data);
        return volumes;
    }
}
