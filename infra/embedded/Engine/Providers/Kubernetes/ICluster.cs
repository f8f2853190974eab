using System.Text.Json.Nodes;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

internal sealed record ApplyRequest(ObjectRef Target, JsonObject Object, string FieldManager, bool Force, bool DryRun);

/// <summary>What waiting came to. <see cref="Problems"/> is empty when the object became live.</summary>
internal sealed record WaitResult(JsonObject Live, IReadOnlyList<string> Problems);

/// <summary>What the kubernetes provider asks of a cluster.</summary>
internal interface ICluster : IAsyncDisposable
{
    /// <summary>The first of <paramref name="apiVersions"/> that the cluster serves the kind in, and whether it is
    /// namespaced; null when it serves none.</summary>
    Task<(string ApiVersion, bool IsNamespaced)?> FindKindAsync(
        string kind, IReadOnlyList<string> apiVersions, CancellationToken cancellationToken);

    /// <summary>The object, or null when there is none.</summary>
    Task<JsonObject?> GetAsync(ObjectRef target, CancellationToken cancellationToken);

    Task<JsonObject> ApplyAsync(ApplyRequest request, CancellationToken cancellationToken);

    /// <summary>Asks for deletion; false when there is no such object.</summary>
    Task<bool> DeleteAsync(ObjectRef target, string propagation, CancellationToken cancellationToken);

    Task<WaitResult> WaitUntilLiveAsync(
        JsonObject applied, TimeSpan? timeout, Action<string> progress, CancellationToken cancellationToken);
}
