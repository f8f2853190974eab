namespace RedisInfra.Provider.Volumes;

/// <summary>Claims of one namespace, and the StatefulSets that they were made for.</summary>
internal interface IVolumeClaims : IAsyncDisposable
{
    /// <summary>Those of the claims that are there.</summary>
    Task<IReadOnlyList<VolumeClaim>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken);

    /// <summary>The storage classes; null when we may not see them.</summary>
    Task<IReadOnlyList<VolumeClass>?> ClassesAsync(CancellationToken cancellationToken);

    /// <summary>The sizes in the templates of a StatefulSet, by their names; null when there is no such StatefulSet.
    /// </summary>
    Task<IReadOnlyDictionary<string, string>?> TemplatesAsync(string statefulSet, CancellationToken cancellationToken);

    /// <summary>What of growing and letting go we may not do, each as a sentence.</summary>
    Task<IReadOnlyList<string>> MissingRightsAsync(bool letsGo, CancellationToken cancellationToken);

    /// <summary>Asks for more at a claim.</summary>
    /// <exception cref="Kubernetes.KubeException">It is refused.</exception>
    Task GrowAsync(string claim, string size, CancellationToken cancellationToken);

    /// <summary>Deletes a StatefulSet and leaves its pods; done when it is gone. One that is gone is fine.</summary>
    Task LetGoAsync(string statefulSet, CancellationToken cancellationToken);
}
