using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Storage;

/// <summary>An NFS export as one volume, and the one claim that can bind it: each names the other.</summary>
internal static class NfsExport
{
    /// <summary>The files stay on the server when both go.</summary>
    /// <param name="scope">The component's.</param>
    /// <param name="rolePrefix">What the children are called before "volume" and "claim".</param>
    /// <param name="nfs">The export.</param>
    /// <param name="claim">The claim's name.</param>
    /// <param name="labels">Of both.</param>
    public static IReadOnlyList<Pulumi.Resource> Of(
        ComponentScope scope, string rolePrefix, RedisStorage.Nfs nfs, string claim, Dictionary<string, string> labels)
    {
        // Volumes have no namespace, so their names hold it.
        var name = scope.Namespace.Apply(ns => $"{ns}-{claim}");
        var volume = new PersistentVolume(
            scope.ChildName($"{rolePrefix}volume"),
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
                scope.ChildName($"{rolePrefix}claim"),
                new PersistentVolumeClaimArgs { Metadata = scope.Meta(claim, labels), Spec = spec },
                scope.Child(volume)),
        ];
    }
}
