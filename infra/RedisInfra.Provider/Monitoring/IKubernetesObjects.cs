using System.Text.Json.Nodes;

namespace RedisInfra.Provider.Monitoring;

/// <summary>Objects of any kind in a Kubernetes cluster.</summary>
internal interface IKubernetesObjects : IAsyncDisposable
{
    /// <summary>Whether the cluster serves the kind in this version.</summary>
    Task<bool> IsServedAsync(string apiVersion, string kind, CancellationToken cancellationToken);

    /// <summary>The object; null when it isn't there.</summary>
    Task<JsonObject?> GetAsync(ObjectText value, CancellationToken cancellationToken);

    /// <summary>Makes the object as it is declared.</summary>
    Task ApplyAsync(JsonObject value, CancellationToken cancellationToken);

    /// <summary>Deletes the object; one that is gone is fine.</summary>
    Task DeleteAsync(ObjectText value, CancellationToken cancellationToken);
}
