using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Sentinel;

/// <summary>The members' storage: a claim each, one volume on NFS for all or one each, or a folder of the pod.
/// </summary>
internal static class SentinelVolumes
{
    /// <summary>The claim template; null unless each member has a claim of its own.</summary>
    public static PersistentVolumeClaimArgs? ClaimTemplate(RedisSentinelScope scope) => scope.Spec.Storage switch
    {
        RedisStorage.Claims claims => VolumeParts.ClaimTemplate(
            VolumeParts.DataVolume, ClaimLabels(scope), "ReadWriteOnce", claims.Size, claims.StorageClass),
        RedisStorage.Nfs { Exports: NfsExports.PerMember } nfs => NfsExport.ClaimTemplate(nfs, ClaimLabels(scope)),
        _ => null,
    };

    /// <summary>The volume of the pod; null when it has the claim of a template.</summary>
    public static VolumeArgs? PodVolume(RedisSentinelScope scope) => scope.Spec.Storage switch
    {
        RedisStorage.Ephemeral ephemeral => VolumeParts.Folder(VolumeParts.DataVolume, ephemeral),
        RedisStorage.Nfs { Exports: NfsExports.Shared } => new VolumeArgs
        {
            Name = VolumeParts.DataVolume,
            PersistentVolumeClaim = new PersistentVolumeClaimVolumeSourceArgs { ClaimName = SharedClaim(scope) },
        },
        _ => null,
    };

    /// <summary>The volumes on NFS with their claims: one for all members, or one each.</summary>
    public static IReadOnlyList<Resource> Nfs(RedisSentinelScope scope)
    {
        if (scope.Spec.Storage is not RedisStorage.Nfs nfs) return [];
        var labels = Labels.Of(scope.Name, "volume");
        if (nfs.Exports == NfsExports.Shared)
            return NfsExport.Of(scope, nfs, NfsPair.Shared("", SharedClaim(scope), labels));
        return
        [
            .. scope.Layout.MemberPods.SelectMany((pod, index) => NfsExport.Of(scope, nfs, new NfsPair(
                $"volume-{index}", $"claim-{index}", pod, $"{VolumeParts.DataVolume}-{pod}", labels,
                ClaimLabels(scope), pod))),
        ];
    }

    private static string SharedClaim(RedisSentinelScope scope) => $"{scope.Layout.WorkloadName}-data";

    /// <summary>The labels of the members' claims.</summary>
    public static Dictionary<string, string> ClaimLabels(RedisSentinelScope scope) =>
        Labels.Of(scope.Name, Labels.NodeComponent);
}
