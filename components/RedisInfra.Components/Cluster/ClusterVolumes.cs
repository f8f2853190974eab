using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Cluster;

/// <summary>The members' storage: claim templates, static NFS volumes, or a folder of the pod.</summary>
internal static class ClusterVolumes
{
    public const string DataVolume = "data";

    /// <summary>The claim template; null without claims.</summary>
    public static PersistentVolumeClaimArgs? ClaimTemplate(ClusterScope scope) => scope.Spec.Storage switch
    {
        RedisStorage.Claims claims => VolumeParts.ClaimTemplate(
            DataVolume, Labels.Of(scope.Spec.Name, Labels.NodeComponent), "ReadWriteOnce", claims.Size,
            claims.StorageClass),
        // The empty class keeps the default class's provisioner away from claims that have their volume.
        RedisStorage.Nfs nfs => VolumeParts.ClaimTemplate(
            DataVolume, Labels.Of(scope.Spec.Name, Labels.NodeComponent), "ReadWriteMany", nfs.Size, ""),
        _ => null,
    };

    /// <summary>The folder of the pod; null with claims.</summary>
    public static VolumeArgs? PodVolume(ClusterScope scope) =>
        scope.Spec.Storage is RedisStorage.Ephemeral ephemeral
            ? VolumeParts.Folder(DataVolume, ephemeral)
            : null;

    /// <summary>
    /// Where the data is mounted. On NFS each pod has its own folder of the export, which the kubelet makes.
    /// </summary>
    public static VolumeMountArgs Mount(ClusterScope scope)
    {
        var mount = new VolumeMountArgs { Name = DataVolume, MountPath = "/data" };
        if (scope.Spec.Storage is RedisStorage.Nfs) mount.SubPathExpr = "$(POD_NAME)";
        return mount;
    }

    /// <summary>A volume for each member's claim, which nothing else can bind.</summary>
    public static IReadOnlyList<PersistentVolume> NfsVolumes(ClusterScope scope) =>
        scope.Spec.Storage is RedisStorage.Nfs nfs
        ? [.. scope.Layout.Members.Select(member => NfsVolume(scope, nfs, member))]
        : [];

    /// <summary>
    /// "retain" or "delete". A claim on NFS has nothing to keep: the files stay on the export and are found again by
    /// the pod's
    /// name.
    /// </summary>
    public static string? ClaimPolicy(RedisStorage storage) => storage switch
    {
        RedisStorage.Claims { OnDelete: ClaimDeletion.Keep } => "retain",
        RedisStorage.Ephemeral => null,
        _ => "delete",
    };

    private static PersistentVolume NfsVolume(ClusterScope scope, RedisStorage.Nfs nfs, ClusterMember member) => new(
        scope.ChildName($"volume-{member.Pod[(scope.Spec.Name.Length + 1)..]}"),
        new PersistentVolumeArgs
        {
            Metadata = new ObjectMetaArgs
            {
                // Volumes have no namespace, so their names hold it.
                Name = scope.Namespace.Apply(ns => $"{ns}-{member.Pod}"),
                Labels = Inputs.Map(Labels.Of(scope.Spec.Name, "volume", member.Shard)),
            },
            Spec = VolumeParts.NfsVolume(nfs, scope.Namespace, member.Claim),
        },
        scope.Child());
}
