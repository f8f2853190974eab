using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Standalone;

/// <summary>
/// The storage: a claim, an NFS export with its claim, or a folder of the pod. The claim is an object of its own and
/// not a StatefulSet's template, so that it can grow, and go with the deployment.
/// </summary>
internal static class RedisStandaloneVolumes
{
    /// <summary>What must be there before the pod.</summary>
    public static IReadOnlyList<Resource> Of(RedisStandaloneScope scope)
    {
        var labels = Labels.Of(scope.Name, "volume");
        return scope.Spec.Storage switch
        {
            RedisStorage.Nfs nfs => NfsExport.Of(
                scope, nfs, NfsPair.Shared("", scope.Spec.ClaimName, labels) with { Member = scope.Spec.Folder }),
            RedisStorage.Claims claims => [Claim(scope, claims, labels)],
            _ => [],
        };
    }

    public static VolumeArgs PodVolume(RedisStandaloneScope scope) =>
        scope.Spec.Storage is RedisStorage.Ephemeral ephemeral
            ? VolumeParts.Folder(VolumeParts.DataVolume, ephemeral)
            : new VolumeArgs
            {
                Name = VolumeParts.DataVolume,
                PersistentVolumeClaim = new PersistentVolumeClaimVolumeSourceArgs { ClaimName = scope.Spec.ClaimName },
            };

    /// <summary>A folder of the volume, or what is the server's own already.</summary>
    public static VolumeMountArgs Mount(RedisStandaloneScope scope)
    {
        var mount = new VolumeMountArgs { Name = VolumeParts.DataVolume, MountPath = "/data" };
        if (scope.Spec.Storage is not (RedisStorage.Ephemeral or RedisStorage.Nfs { Exports: NfsExports.PerMember }))
            mount.SubPath = scope.Spec.Folder;
        return mount;
    }

    private static PersistentVolumeClaim Claim(
        RedisStandaloneScope scope, RedisStorage.Claims claims, Dictionary<string, string> labels)
    {
        var options = scope.Child();
        options.RetainOnDelete = claims.OnDelete == ClaimDeletion.Keep;
        options.GrowBefore(
            scope, "claim", scope.Name, scope.Args.Access, pods: [], drain: null, (scope.Spec.ClaimName, claims));
        return new PersistentVolumeClaim(
            scope.ChildName("claim"),
            new PersistentVolumeClaimArgs
            {
                Metadata = scope.Meta(scope.Spec.ClaimName, labels),
                Spec = VolumeParts.ClaimSpec("ReadWriteOnce", claims.Size, claims.StorageClass),
            },
            options);
    }
}
