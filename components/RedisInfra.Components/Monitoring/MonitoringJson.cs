using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedisInfra.Components.Monitoring;

/// <summary>JSON for people: PromQL and words as they are written, not escaped as for a web page.</summary>
internal static class MonitoringJson
{
    private static readonly JsonSerializerOptions _compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions _indented = new(_compact) { WriteIndented = true, NewLine = "\n" };

    public static string Compact(JsonObject value) => value.ToJsonString(_compact);

    public static string Indented(JsonObject value) => value.ToJsonString(_indented);

    public static JsonObject Texts(IEnumerable<KeyValuePair<string, string>> values) =>
        new(values.OrderBy(value => value.Key, StringComparer.Ordinal)
            .Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value)));
}
