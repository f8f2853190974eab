using System.Text.Json.Nodes;

namespace RedisInfra.Cli.Status;

/// <summary>What a pod's object says.</summary>
internal static class PodFacts
{
    public static string Name(JsonObject pod) => (string?)pod["metadata"]?["name"] ?? "";

    /// <summary>Whether Services send clients to it.</summary>
    public static bool IsReady(JsonObject pod) => pod["metadata"]?["deletionTimestamp"] is null
        && (pod["status"]?["conditions"] as JsonArray)?.Any(condition =>
            (string?)condition?["type"] == "Ready" && (string?)condition["status"] == "True") is true;
}
