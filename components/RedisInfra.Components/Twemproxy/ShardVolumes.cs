using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
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

    /// <summary>
    /// The export as one volume, and the one claim that can bind it. The files stay on the server when they go.
    /// </summary>
    public static IReadOnlyList<Pulumi.Resource> Shared(TwemproxyScope scope, RingLayout ring)
    {
        if (ring.Spec.Storage is not RedisStorage.Nfs nfs || ring.SharedClaim is not { } claim) return [];
        var labels = Labels.Of(scope.Name, "volume", pool: ring.Spec.Name);
        // Volumes have no namespace, so their names hold it.
        var name = scope.Namespace.Apply(ns => $"{ns}-{claim}");
        var volume = new PersistentVolume(
            scope.ChildName($"{ring.Spec.Name}-volume"),
            new PersistentVolumeArgs
            {
                Metadata = new ObjectMetaArgs { Name = name, Labels = Inputs.Map(labels) },
                Spec = VolumeParts.NfsVolume(nfs, scope.Namespace, claim),
            },
            scope.Child());
        // The empty class keeps the default class's provisioner away from a claim that has its volume.
        var spec = VolumeParts.ClaimSpec("ReadWriteMany", nfs.Size, "");
        spec.VolumeName = name;
        return
        [
            volume,
            new PersistentVolumeClaim(
                scope.ChildName($"{ring.Spec.Name}-claim"),
                new PersistentVolumeClaimArgs { Metadata = scope.Meta(claim, labels), Spec = spec },
                scope.Child(volume)),
        ];
    }
}
