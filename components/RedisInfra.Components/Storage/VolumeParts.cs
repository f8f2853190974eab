using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Storage;

/// <summary>Volumes and claims as all components declare them.</summary>
internal static class VolumeParts
{
    /// <summary>The name of the volume with a server's files.</summary>
    public const string DataVolume = "data";

    /// <summary>A claim template of a StatefulSet.</summary>
    public static PersistentVolumeClaimArgs ClaimTemplate(
        string name, IEnumerable<KeyValuePair<string, string>> labels, string accessMode, Input<Quantity> size,
        Input<string>? storageClass) => new()
    {
        Metadata = new ObjectMetaArgs { Name = name, Labels = Inputs.Map(labels) },
        Spec = ClaimSpec(accessMode, size, storageClass),
    };

    /// <summary>What a claim asks for.</summary>
    public static PersistentVolumeClaimSpecArgs ClaimSpec(
        string accessMode, Input<Quantity> size, Input<string>? storageClass)
    {
        var spec = new PersistentVolumeClaimSpecArgs
        {
            AccessModes = { accessMode },
            Resources = new VolumeResourceRequirementsArgs { Requests = { ["storage"] = Inputs.Text(size)! } },
        };
        if (storageClass is not null) spec.StorageClassName = storageClass;
        return spec;
    }

    /// <summary>A folder of the pod.</summary>
    public static VolumeArgs Folder(string name, RedisStorage.Ephemeral ephemeral)
    {
        var folder = new EmptyDirVolumeSourceArgs();
        if (Inputs.Text(ephemeral.SizeLimit) is { } limit) folder.SizeLimit = limit;
        return new VolumeArgs { Name = name, EmptyDir = folder };
    }

    /// <summary>Where a member's data is mounted. On a shared export it is the folder that is named like its pod.
    /// </summary>
    public static VolumeMountArgs Mount(RedisStorage storage)
    {
        var mount = new VolumeMountArgs { Name = DataVolume, MountPath = "/data" };
        if (storage is RedisStorage.Nfs { Exports: NfsExports.Shared }) mount.SubPathExpr = "$(POD_NAME)";
        return mount;
    }

    /// <summary>
    /// How the provider reaches the pods, and what it does with their claims when members go or all is destroyed, or
    /// says of their files. Claims on NFS are declared one by one, and so go with their members: the files stay.
    /// </summary>
    /// <param name="access">The Kubernetes cluster.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="claimLabels">The labels of the members' claims.</param>
    /// <param name="storage">The members'.</param>
    /// <param name="second">That of their second volumes, whose folders on NFS aren't told.</param>
    public static ClusterTopologyKubernetesArgs Access(
        KubernetesAccessArgs access, Output<string> ns, Dictionary<string, string> claimLabels, RedisStorage storage,
        RedisStorage? second = null)
    {
        var reach = access.In(ns);
        if ((storage as RedisStorage.Claims ?? second as RedisStorage.Claims) is { } claims)
        {
            reach.ClaimPolicy = claims.OnDelete == ClaimDeletion.Keep ? "retain" : "delete";
            reach.ClaimSelector = Labels.ClaimSelector(claimLabels);
        }

        if (storage is RedisStorage.Nfs nfs) reach.FilesAt = NfsExport.Place(nfs);
        return reach;
    }

    /// <summary>The size that is declared, if one is.</summary>
    public static Input<Quantity>? SizeOf(RedisStorage storage) => storage switch
    {
        RedisStorage.Claims claims => claims.Size,
        RedisStorage.Nfs nfs => nfs.Size,
        RedisStorage.Ephemeral ephemeral => ephemeral.SizeLimit,
        _ => throw new InvalidOperationException($"bug in RedisInfra: storage {storage.GetType().Name} is not handled"),
    };
}
