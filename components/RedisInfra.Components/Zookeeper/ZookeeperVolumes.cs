using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Zookeeper;

/// <summary>The servers' storage, of data and of log: a claim each, volumes on NFS for all or each, or a folder of the
/// pod.</summary>
internal static class ZookeeperVolumes
{
    /// <summary>The claim templates of what each server has by itself.</summary>
    public static IEnumerable<PersistentVolumeClaimArgs> ClaimTemplates(ZookeeperScope scope) => scope.Spec.Volumes
        .Where(volume => volume.IsOneEach)
        .Select(volume => volume.Storage is RedisStorage.Claims claims
            ? VolumeParts.ClaimTemplate(
                volume.Role, ClaimLabels(scope), "ReadWriteOnce", claims.Size, claims.StorageClass)
            : NfsExport.ClaimTemplate(volume.Role, ClaimLabels(scope)));

    /// <summary>The volumes of the pod that have no template.</summary>
    public static IEnumerable<VolumeArgs> PodVolumes(ZookeeperScope scope) => scope.Spec.Volumes
        .Where(volume => !volume.IsOneEach)
        .Select(volume => volume.Storage is RedisStorage.Ephemeral ephemeral
            ? VolumeParts.Folder(volume.Role, ephemeral)
            : new VolumeArgs
            {
                Name = volume.Role,
                PersistentVolumeClaim = new PersistentVolumeClaimVolumeSourceArgs { ClaimName = volume.SharedClaim },
            });

    /// <summary>Where they are mounted: on a shared export a folder for each pod.</summary>
    public static IEnumerable<VolumeMountArgs> Mounts(ZookeeperScope scope) => scope.Spec.Volumes.Select(volume =>
    {
        var mount = new VolumeMountArgs { Name = volume.Role, MountPath = $"/{volume.Role}" };
        if (volume.Storage is RedisStorage.Nfs { Exports: NfsExports.Shared })
            mount.SubPathExpr = volume.FolderOf("$(POD_NAME)");
        return mount;
    });

    /// <summary>The exports and their claims.</summary>
    public static IReadOnlyList<Resource> Nfs(ZookeeperScope scope) =>
    [
        .. from volume in scope.Spec.Volumes
           where volume.Storage is RedisStorage.Nfs
           from pair in Pairs(scope, volume)
           from resource in NfsExport.Of(scope, (RedisStorage.Nfs)volume.Storage, pair)
           select resource,
    ];

    private static IEnumerable<NfsPair> Pairs(ZookeeperScope scope, ZookeeperVolume volume)
    {
        var labels = scope.LabelsOf("volume");
        if (!volume.IsOneEach) return [NfsPair.Shared($"{volume.Role}-", volume.SharedClaim, labels)];
        return Enumerable.Range(0, scope.Spec.Servers).Select(ordinal =>
        {
            var folder = volume.FolderOf(scope.Spec.Pod(ordinal));
            return new NfsPair(
                $"{volume.Role}-volume-{ordinal}", $"{volume.Role}-claim-{ordinal}", folder,
                $"{volume.Role}-{scope.Spec.Pod(ordinal)}", labels, ClaimLabels(scope), folder);
        });
    }

    /// <summary>The labels of the servers' claims.</summary>
    public static Dictionary<string, string> ClaimLabels(ZookeeperScope scope) =>
        scope.LabelsOf(Labels.ZookeeperComponent);
}
