using System.Text.Json;
using System.Text.Json.Nodes;
using RedisInfra.Embedded.Engine.Projects;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>Looks into a configuration value that is an object.</summary>
internal static class ConfigJson
{
    /// <summary>The text at the end of the steps; null when there is nothing.</summary>
    public static string? Find(string text, IReadOnlyList<string> steps)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }

        foreach (var step in steps)
        {
            node = node switch
            {
                JsonObject map => map[step],
                JsonArray list when ConfigPath.Index(step) is { } i && i < list.Count => list[i],
                _ => null,
            };
        }

        return node switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var s) => s,
            _ => node.ToJsonString(CheckpointJson.Text),
        };
    }
}
