using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Sentinel;

/// <summary>The members' storage: a claim each, one export with a folder for each, or a folder of the pod.</summary>
internal static class SentinelVolumes
{
    private const string DataVolume = "data";

    /// <summary>The claim template; null unless each member has a claim of its own.</summary>
    public static PersistentVolumeClaimArgs? ClaimTemplate(RedisSentinelScope scope) =>
        scope.Spec.Storage is RedisStorage.Claims claims
            ? VolumeParts.ClaimTemplate(
                DataVolume, Labels.Of(scope.Name, Labels.NodeComponent), "ReadWriteOnce", claims.Size,
                claims.StorageClass)
            : null;

    /// <summary>The volume of the pod; null when the StatefulSet makes claims.</summary>
    public static VolumeArgs? PodVolume(RedisSentinelScope scope) => scope.Spec.Storage switch
    {
        RedisStorage.Ephemeral ephemeral => VolumeParts.Folder(DataVolume, ephemeral),
        RedisStorage.Nfs => new VolumeArgs
        {
            Name = DataVolume,
            PersistentVolumeClaim = new PersistentVolumeClaimVolumeSourceArgs { ClaimName = ClaimName(scope) },
        },
        _ => null,
    };

    /// <summary>Where the data is mounted: on NFS a folder of the export, named like the pod; the kubelet makes it.
    /// </summary>
    public static VolumeMountArgs Mount(RedisSentinelScope scope)
    {
        var mount = new VolumeMountArgs { Name = DataVolume, MountPath = "/data" };
        if (scope.Spec.Storage is RedisStorage.Nfs) mount.SubPathExpr = "$(POD_NAME)";
        return mount;
    }

    /// <summary>The export and its claim; none unless the members share it.</summary>
    public static IReadOnlyList<Resource> Shared(RedisSentinelScope scope) => scope.Spec.Storage is RedisStorage.Nfs nfs
        ? NfsExport.Of(scope, "", nfs, ClaimName(scope), Labels.Of(scope.Name, "volume"))
        : [];

    private static string ClaimName(RedisSentinelScope scope) => $"{scope.Layout.WorkloadName}-data";
}
