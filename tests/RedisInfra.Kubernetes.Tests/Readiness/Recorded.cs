using System.Text.Json.Nodes;
using RedisInfra.Kubernetes.Readiness;

namespace RedisInfra.Kubernetes.Tests.Readiness;

/// <summary>Objects and events as a real API server gave them.</summary>
internal sealed record Recorded(IReadOnlyList<JsonObject> Objects, RelatedObjects Related)
{
    public JsonObject Pod => Related.Pods[0];

    public static Recorded Load(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Recorded", name + ".json");
        var all = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        var objects = Items(all, "objects");
        return new Recorded(objects, new RelatedObjects
        {
            Pods = Items(all, "pods"),
            Events = Items(all, "events"),
            ReplicaSets = [.. objects.Where(o => o.Kind() == "ReplicaSet")],
        });
    }

    private static List<JsonObject> Items(JsonObject all, string name) =>
        [.. all[name]!.AsArray().OfType<JsonObject>()];
}
