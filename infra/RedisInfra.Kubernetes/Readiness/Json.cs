using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes.Readiness;

/// <summary>Short ways to read objects whose fields may be missing.</summary>
internal static class Json
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    public static int Number(this JsonNode? node, int otherwise = 0) =>
        node is JsonValue v && v.TryGetValue<long>(out var n) ? (int)n : otherwise;

    public static string Text(this JsonNode? node) => node is JsonValue v && v.TryGetValue<string>(out var s) ? s : "";

    public static bool Flag(this JsonNode? node) => node is JsonValue v && v.TryGetValue<bool>(out var b) && b;

    public static IEnumerable<JsonObject> Items(this JsonNode? node) => (node as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>The condition of a type, or null.</summary>
    public static JsonObject? Condition(this JsonNode o, string type) =>
        o.At("status", "conditions").Items().FirstOrDefault(c => c["type"].Text() == type);

    public static bool IsTrue(this JsonNode o, string condition) => o.Condition(condition)?["status"].Text() == "True";

    public static bool IsOwnedBy(this JsonObject o, string uid) =>
        o.At("metadata", "ownerReferences").Items().Any(r => r["uid"].Text() == uid);

    /// <summary>An object's events, the latest first.</summary>
    public static IEnumerable<JsonObject> About(this IEnumerable<JsonObject> events, string kind, string name) => events
        .Where(e => e.At("involvedObject", "kind").Text() == kind && e.At("involvedObject", "name").Text() == name)
        .OrderByDescending(When, StringComparer.Ordinal);

    public static string When(this JsonObject e) =>
        e["lastTimestamp"].Text() is { Length: > 0 } last ? last
        : e.At("series", "lastObservedTime").Text() is { Length: > 0 } seen ? seen : e["eventTime"].Text();
}
