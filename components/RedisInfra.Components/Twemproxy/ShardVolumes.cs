using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Twemproxy;

/// <summary>The shards' storage: a claim each, one volume on NFS for all, or a folder of the pod.</summary>
internal static class ShardVolumes
{
    private const string DataVolume = "data";

    /// <summary>The claim template; null unless each shard has a claim of its own.</summary>
    public static PersistentVolumeClaimArgs? ClaimTemplate(TwemproxyScope scope, RingLayout ring) =>
        ring.Spec.Storage is RedisStorage.Claims claims
            ? VolumeParts.ClaimTemplate(
                DataVolume, Labels.Of(scope.Name, Labels.NodeComponent, pool: ring.Spec.Name), "ReadWriteOnce",
                claims.Size, claims.StorageClass)
            : null;

    /// <summary>The volume of the pod; null when the StatefulSet makes claims.</summary>
    public static VolumeArgs? PodVolume(RingLayout ring) => ring.Spec.Storage switch
    {
        RedisStorage.Ephemeral ephemeral => VolumeParts.Folder(DataVolume, ephemeral),
        RedisStorage.Nfs => new VolumeArgs
        {
            Name = DataVolume,
            PersistentVolumeClaim = new PersistentVolumeClaimVolumeSourceArgs { ClaimName = ring.SharedClaim! },
        },
        _ => null,
    };

    /// <summary>Where the data is mounted: on NFS a folder of the export, named like the pod; the kubelet makes it.
    /// </summary>
    public static VolumeMountArgs Mount(RingLayout ring)
    {
        var mount = new VolumeMountArgs { Name = DataVolume, MountPath = "/data" };
        if (ring.Spec.Storage is RedisStorage.Nfs) mount.SubPathExpr = "$(POD_NAME)";
        return mount;
    }

    /// <summary>The export and its claim; none unless the shards share it.</summary>
    public static IReadOnlyList<Pulumi.Resource> Shared(TwemproxyScope scope, RingLayout ring) =>
        ring.Spec.Storage is RedisStorage.Nfs nfs && ring.SharedClaim is { } claim
            ? NfsExport.Of(
                scope, $"{ring.Spec.Name}-", nfs, claim, Labels.Of(scope.Name, "volume", pool: ring.Spec.Name))
            : [];
}
