using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes.Readiness;

/// <summary>The objects that say how far another one is.</summary>
public sealed record RelatedObjects
{
    /// <value>The pods its selector matches.</value>
    public IReadOnlyList<JsonObject> Pods { get; init; } = [];

    /// <value>A Deployment's ReplicaSets.</value>
    public IReadOnlyList<JsonObject> ReplicaSets { get; init; } = [];

    /// <value>The namespace's events.</value>
    public IReadOnlyList<JsonObject> Events { get; init; } = [];

    /// <value>A Service's Endpoints.</value>
    public IReadOnlyList<JsonObject> Endpoints { get; init; } = [];

    /// <value>A claim's StorageClass; null when it isn't known.</value>
    public JsonObject? StorageClass { get; init; }
}
