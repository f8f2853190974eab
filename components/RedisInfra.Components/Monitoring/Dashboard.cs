using System.Text.Json.Nodes;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Monitoring;

/// <summary>A dashboard of Grafana for one component, as JSON.</summary>
internal static class Dashboard
{
    private const int Columns = 3;
    private const int Width = 8;
    private const int Height = 8;

    /// <summary>The word for <paramref name="watched"/> in names and tags.</summary>
    public static string WordOf(Watched watched) => watched.Product.ToLowerInvariant();

    public static string Render(string name, string ns, Watched watched)
    {
        var panels = watched.Panels(ns).Select((panel, index) => (JsonNode)Draw(panel, index));
        return MonitoringJson.Indented(new JsonObject
        {
            // The same component is the same dashboard wherever it is loaded.
            ["uid"] = "redisinfra-" + Naming.Digest($"{ns}/{name}", 16),
            ["title"] = $"{watched.Product} {ns}/{name}",
            ["tags"] = new JsonArray(WordOf(watched), "redisinfra"),
            ["schemaVersion"] = 39,
            ["editable"] = true,
            ["refresh"] = "30s",
            ["time"] = new JsonObject { ["from"] = "now-3h", ["to"] = "now" },
            ["templating"] = new JsonObject
            {
                ["list"] = new JsonArray(new JsonObject
                {
                    ["name"] = "datasource", ["label"] = "Prometheus", ["type"] = "datasource",
                    ["query"] = "prometheus",
                }),
            },
            ["panels"] = new JsonArray([.. panels]),
        }) + "\n";
    }

    private static JsonObject Draw(Panel panel, int index) => new()
    {
        ["id"] = index + 1,
        ["type"] = "timeseries",
        ["title"] = panel.Title,
        ["datasource"] = new JsonObject { ["type"] = "prometheus", ["uid"] = "${datasource}" },
        ["gridPos"] = new JsonObject
        {
            ["x"] = index % Columns * Width, ["y"] = index / Columns * Height, ["w"] = Width, ["h"] = Height,
        },
        ["fieldConfig"] = new JsonObject
        {
            ["defaults"] = new JsonObject { ["unit"] = panel.Unit, ["min"] = 0 }, ["overrides"] = new JsonArray(),
        },
        ["targets"] = new JsonArray([.. panel.Queries.Select((query, place) => (JsonNode)new JsonObject
        {
            ["refId"] = ((char)('A' + place)).ToString(), ["expr"] = query.Expression,
            ["legendFormat"] = query.Legend,
        })]),
    };
}
