using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Cluster;

/// <summary>The members' storage: claim templates, static NFS volumes with their claims, or a folder of the pod.
/// </summary>
internal static class ClusterVolumes
{
    /// <summary>The claim template; null without claims.</summary>
    public static PersistentVolumeClaimArgs? ClaimTemplate(ClusterScope scope) => scope.Spec.Storage switch
    {
        RedisStorage.Claims claims => VolumeParts.ClaimTemplate(
            VolumeParts.DataVolume, ClaimLabels(scope), "ReadWriteOnce", claims.Size, claims.StorageClass),
        RedisStorage.Nfs nfs => NfsExport.ClaimTemplate(nfs, ClaimLabels(scope)),
        _ => null,
    };

    /// <summary>The folder of the pod; null with claims.</summary>
    public static VolumeArgs? PodVolume(ClusterScope scope) =>
        scope.Spec.Storage is RedisStorage.Ephemeral ephemeral
            ? VolumeParts.Folder(VolumeParts.DataVolume, ephemeral)
            : null;

    /// <summary>A volume and its claim for each member, which nothing else can bind.</summary>
    public static IReadOnlyList<Resource> NfsVolumes(ClusterScope scope) =>
        scope.Spec.Storage is RedisStorage.Nfs nfs
        ? [.. scope.Layout.Members.SelectMany(member => NfsExport.Of(scope, nfs, Pair(scope, member)))]
        : [];

    /// <summary>The labels of the members' claims.</summary>
    public static Dictionary<string, string> ClaimLabels(ClusterScope scope) =>
        Labels.Of(scope.Spec.Name, Labels.NodeComponent);

    private static NfsPair Pair(ClusterScope scope, ClusterMember member)
    {
        var number = member.Pod[(scope.Spec.Name.Length + 1)..];
        return new NfsPair(
            $"volume-{number}", $"claim-{number}", member.Pod, member.Claim,
            Labels.Of(scope.Spec.Name, "volume", member.Shard), ClaimLabels(scope), member.Pod);
    }
}
