using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes;

/// <summary>The objects of a kind at one moment.</summary>
/// <param name="Items">The objects, each with its apiVersion and kind.</param>
/// <param name="ResourceVersion">The moment, for a watch from there.</param>
public sealed record KubeList(IReadOnlyList<JsonObject> Items, string ResourceVersion);
