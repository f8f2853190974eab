using System.Text.Json.Nodes;

namespace RedisInfra.Provider;

/// <summary>What a schema is made of.</summary>
internal static class SchemaParts
{
    /// <summary>An object type.</summary>
    public static JsonObject ObjectType(string[] required, JsonObject properties) => new()
    {
        ["type"] = "object",
        ["properties"] = properties,
        ["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]),
    };

    /// <summary>A resource whose outputs are its inputs.</summary>
    public static JsonObject ResourceType(string description, string[] required, Func<JsonObject> inputs) => new()
    {
        ["description"] = description,
        ["inputProperties"] = inputs(),
        ["requiredInputs"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]),
        ["properties"] = inputs(),
        ["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]),
    };

    public static JsonObject Text(string? description) => Simple("string", description);

    public static JsonObject TextMap(string description) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = Text(null),
        ["description"] = description,
    };

    public static JsonObject Whole(string? description) => Simple("integer", description);

    public static JsonObject Flag(string description) => Simple("boolean", description);

    private static JsonObject Simple(string type, string? description)
    {
        var schema = new JsonObject { ["type"] = type };
        if (description is not null) schema["description"] = description;
        return schema;
    }

    public static JsonObject List(JsonObject items, string description)
    {
        items.Remove("description");
        return new JsonObject { ["type"] = "array", ["items"] = items, ["description"] = description };
    }

    public static JsonObject Reference(string type) => new() { ["$ref"] = $"#/types/redisinfra:index:{type}" };
}
