using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Zookeeper;

/// <summary>The servers' storage: a claim each, one volume on NFS for all, or a folder of the pod; of data and of log.
/// </summary>
internal static class ZookeeperVolumes
{
    /// <summary>The claim templates of what is on claims.</summary>
    public static IEnumerable<PersistentVolumeClaimArgs> ClaimTemplates(ZookeeperScope scope) => scope.Spec.Volumes
        .Where(volume => volume.Storage is RedisStorage.Claims)
        .Select(volume =>
        {
            var claims = (RedisStorage.Claims)volume.Storage;
            return VolumeParts.ClaimTemplate(
                volume.Role, scope.LabelsOf(Labels.ZookeeperComponent), "ReadWriteOnce", claims.Size,
                claims.StorageClass);
        });

    /// <summary>The volumes of the pod that aren't on claims.</summary>
    public static IEnumerable<VolumeArgs> PodVolumes(ZookeeperScope scope) => scope.Spec.Volumes
        .Where(volume => volume.Storage is not RedisStorage.Claims)
        .Select(volume => volume.Storage is RedisStorage.Ephemeral ephemeral
            ? VolumeParts.Folder(volume.Role, ephemeral)
            : new VolumeArgs
            {
                Name = volume.Role,
                PersistentVolumeClaim = new PersistentVolumeClaimVolumeSourceArgs { ClaimName = volume.SharedClaim },
            });

    /// <summary>Where they are mounted: on NFS a folder for each pod.</summary>
    public static IEnumerable<VolumeMountArgs> Mounts(ZookeeperScope scope) => scope.Spec.Volumes.Select(volume =>
    {
        var mount = new VolumeMountArgs { Name = volume.Role, MountPath = $"/{volume.Role}" };
        if (volume.Storage is RedisStorage.Nfs) mount.SubPathExpr = volume.Folder;
        return mount;
    });

    /// <summary>The exports and their claims.</summary>
    public static IReadOnlyList<Resource> Shared(ZookeeperScope scope) =>
    [
        .. scope.Spec.Volumes.Where(volume => volume.Storage is RedisStorage.Nfs).SelectMany(volume => NfsExport.Of(
            scope, (RedisStorage.Nfs)volume.Storage,
            NfsPair.Shared($"{volume.Role}-", volume.SharedClaim, scope.LabelsOf("volume")))),
    ];
}
