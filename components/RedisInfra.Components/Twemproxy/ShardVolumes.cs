using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Twemproxy;

/// <summary>The shards' storage: a claim each, one volume on NFS for all or one each, or a folder of the pod.</summary>
internal static class ShardVolumes
{
    /// <summary>The claim template; null unless each shard has a claim of its own.</summary>
    public static PersistentVolumeClaimArgs? ClaimTemplate(TwemproxyScope scope, RingLayout ring) =>
        ring.Spec.Storage switch
        {
            RedisStorage.Claims claims => VolumeParts.ClaimTemplate(
                VolumeParts.DataVolume, ClaimLabels(scope, ring), "ReadWriteOnce", claims.Size, claims.StorageClass),
            RedisStorage.Nfs nfs when ring.SharedClaim is null =>
                NfsExport.ClaimTemplate(nfs, ClaimLabels(scope, ring)),
            _ => null,
        };

    /// <summary>The volume of the pod; null when it has the claim of a template.</summary>
    public static VolumeArgs? PodVolume(RingLayout ring) => ring.Spec.Storage switch
    {
        RedisStorage.Ephemeral ephemeral => VolumeParts.Folder(VolumeParts.DataVolume, ephemeral),
        RedisStorage.Nfs when ring.SharedClaim is { } claim => new VolumeArgs
        {
            Name = VolumeParts.DataVolume,
            PersistentVolumeClaim = new PersistentVolumeClaimVolumeSourceArgs { ClaimName = claim },
        },
        _ => null,
    };

    /// <summary>The volumes on NFS with their claims: one for all shards, or one each.</summary>
    public static IReadOnlyList<Resource> Nfs(TwemproxyScope scope, RingLayout ring)
    {
        if (ring.Spec.Storage is not RedisStorage.Nfs nfs) return [];
        var labels = Labels.Of(scope.Name, "volume", pool: ring.Spec.Name);
        if (ring.SharedClaim is { } claim)
            return NfsExport.Of(scope, nfs, NfsPair.Shared($"{ring.Spec.Name}-", claim, labels));
        return
        [
            .. ring.Shards.SelectMany(shard => NfsExport.Of(scope, nfs, new NfsPair(
                $"{ring.Spec.Name}-volume-{shard.Index}", $"{ring.Spec.Name}-claim-{shard.Index}", shard.Pod,
                $"{VolumeParts.DataVolume}-{shard.Pod}", labels, ClaimLabels(scope, ring), shard.Pod))),
        ];
    }

    /// <summary>The labels of the shards' claims.</summary>
    public static Dictionary<string, string> ClaimLabels(TwemproxyScope scope, RingLayout ring) =>
        Labels.Of(scope.Name, Labels.NodeComponent, pool: ring.Spec.Name);
}
