using System.Collections.Immutable;

namespace RedisInfra.Provider.Volumes;

/// <summary>What the cluster has of what a VolumeExpansion is about.</summary>
internal sealed record VolumeFacts
{
    /// <summary>The claims of the declared pods that are there.</summary>
    public ImmutableArray<VolumeClaim> Claims { get; init; } = [];

    /// <summary>The storage classes; null when we may not see them.</summary>
    public IReadOnlyList<VolumeClass>? Classes { get; init; }

    /// <summary>The sizes in the StatefulSet's templates; null when there is none.</summary>
    public IReadOnlyDictionary<string, string>? Templates { get; init; }

    public VolumeClaim? Find(string name) => Claims.FirstOrDefault(claim => claim.Name == name);

    public VolumeClass? ClassOf(VolumeClaim claim) => Classes?.FirstOrDefault(item => item.Name == claim.StorageClass);
}
