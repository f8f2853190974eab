namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

/// <summary>Where clusters come from.</summary>
internal interface IClusterSource
{
    /// <summary>The namespace of objects that name none: configured, else the context's, else "default". The cluster
    /// isn't asked: a preview without it must find the same.</summary>
    Task<string> NamespaceAsync(KubernetesSettings settings, CancellationToken cancellationToken);

    /// <summary>Which cluster is meant; null where the configuration names none that can be told. It isn't
    /// asked.</summary>
    Task<string?> ServerAsync(KubernetesSettings settings, CancellationToken cancellationToken);

    /// <exception cref="Model.Diagnostics.DiagnosticException">No cluster answers, or it refuses us.</exception>
    Task<ICluster> OpenAsync(KubernetesSettings settings, CancellationToken cancellationToken);
}
