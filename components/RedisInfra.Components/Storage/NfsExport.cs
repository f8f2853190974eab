using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Storage;

/// <summary>An NFS export as a volume, and the one claim that can bind it: each names the other.</summary>
internal static class NfsExport
{
    /// <summary>
    /// The volume and its claim. The files stay on the server when both go: nothing of Kubernetes deletes them.
    /// </summary>
    public static IReadOnlyList<Resource> Of(ComponentScope scope, RedisStorage.Nfs nfs, NfsPair pair)
    {
        // Volumes have no namespace, so their names hold it.
        var name = scope.Namespace.Apply(ns => $"{ns}-{pair.Volume}");
        var volume = new PersistentVolume(
            scope.ChildName(pair.VolumeRole),
            new PersistentVolumeArgs
            {
                Metadata = new ObjectMetaArgs { Name = name, Labels = Inputs.Map(pair.VolumeLabels) },
                Spec = VolumeSpec(nfs, scope.Namespace, pair),
            },
            scope.Child());
        // The empty class keeps the default class's provisioner away from a claim that has its volume.
        var spec = VolumeParts.ClaimSpec(AccessMode, nfs.Size, "");
        spec.VolumeName = name;
        var options = scope.Child(volume);
        // A bound claim of no class can't change its size, and NFS doesn't enforce any: the volume tells the new one.
        options.IgnoreChanges.Add("spec.resources");
        return
        [
            volume,
            new PersistentVolumeClaim(
                scope.ChildName(pair.ClaimRole),
                new PersistentVolumeClaimArgs { Metadata = scope.Meta(pair.Claim, pair.ClaimLabels), Spec = spec },
                options),
        ];
    }

    /// <summary>A StatefulSet's claim template whose claims are declared already: it finds them by their names.
    /// </summary>
    public static PersistentVolumeClaimArgs ClaimTemplate(
        RedisStorage.Nfs nfs, IEnumerable<KeyValuePair<string, string>> labels) =>
        VolumeParts.ClaimTemplate(VolumeParts.DataVolume, labels, AccessMode, nfs.Size, "");

    /// <summary>The same where another template may have to be replaced: nothing in it ever differs, as it isn't what
    /// the claims are made of.</summary>
    public static PersistentVolumeClaimArgs ClaimTemplate(
        string name, IEnumerable<KeyValuePair<string, string>> labels) =>
        VolumeParts.ClaimTemplate(name, labels, AccessMode, Quantity.Gibibytes(1), "");

    /// <summary>Where the members' folders are: "server:/path".</summary>
    public static Output<string> Place(RedisStorage.Nfs nfs) =>
        Output.Tuple(nfs.Server.ToOutput(), nfs.Path.ToOutput()).Apply(parts => $"{parts.Item1}:{parts.Item2}");

    /// <summary>Where a member's files are: "server:/path/member".</summary>
    public static Output<string> Place(RedisStorage.Nfs nfs, string member) =>
        Place(nfs).Apply(place => Below(place, member));

    private const string AccessMode = "ReadWriteMany";

    private static string Below(string path, string folder) => $"{path.TrimEnd('/')}/{folder}";

    private static PersistentVolumeSpecArgs VolumeSpec(
        RedisStorage.Nfs nfs, Input<string> claimNamespace, NfsPair pair) => new()
    {
        AccessModes = { AccessMode },
        Capacity = { ["storage"] = Inputs.Text(nfs.Size)! },
        ClaimRef = new ObjectReferenceArgs
        {
            ApiVersion = "v1",
            Kind = "PersistentVolumeClaim",
            Namespace = claimNamespace,
            Name = pair.Claim,
        },
        MountOptions = nfs.MountOptions,
        Nfs = new NFSVolumeSourceArgs
        {
            Server = nfs.Server,
            Path = nfs.Exports == NfsExports.PerMember && pair.Member is { } member
                ? nfs.Path.Apply(path => Below(path, member))
                : nfs.Path,
        },
        // Nothing else makes sense: Kubernetes can't delete an export, and a volume that is to be deleted would fail.
        PersistentVolumeReclaimPolicy = "Retain",
        StorageClassName = "",
        VolumeMode = "Filesystem",
    };
}
