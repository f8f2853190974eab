using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes;

/// <summary>What every object says about itself.</summary>
public static class ObjectFacts
{
    /// <summary>metadata.name, or "".</summary>
    public static string Name(this JsonObject o) => (string?)o["metadata"]?["name"] ?? "";

    /// <summary>metadata.namespace; null for cluster-wide objects and where it isn't said.</summary>
    public static string? Namespace(this JsonObject o) => (string?)o["metadata"]?["namespace"];

    /// <summary>apiVersion, or "".</summary>
    public static string ApiVersion(this JsonObject o) => (string?)o["apiVersion"] ?? "";

    /// <summary>kind, or "".</summary>
    public static string Kind(this JsonObject o) => (string?)o["kind"] ?? "";

    /// <summary>metadata.uid, or "".</summary>
    public static string Uid(this JsonObject o) => (string?)o["metadata"]?["uid"] ?? "";

    /// <summary>metadata.resourceVersion, or "".</summary>
    public static string ResourceVersion(this JsonObject o) => (string?)o["metadata"]?["resourceVersion"] ?? "";
}
