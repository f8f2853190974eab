using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

/// <summary>Between property bags and the JSON that the Kubernetes API speaks. Secretness has no place in JSON: see
/// <see cref="SecretMarks"/>.</summary>
internal static class PropertyJson
{
    public static JsonObject ToJson(ImmutableDictionary<string, PropertyValue> bag) =>
        new(bag.Where(p => !p.Value.IsNull && !IsInternal(p.Key))
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Key, ToJson(p.Value))));

    public static ImmutableDictionary<string, PropertyValue> ToBag(JsonObject json) =>
        json.Where(p => p.Value is not null).ToImmutableDictionary(p => p.Key, p => ToValue(p.Value));

    /// <summary>Our own bookkeeping beside the object: <c>__inputs</c>, <c>__fieldManager</c>.</summary>
    private static bool IsInternal(string key) => key.StartsWith("__", StringComparison.Ordinal);

    private static JsonNode? ToJson(PropertyValue value)
    {
        if (value.IsComputed)
            throw new InvalidOperationException("an unknown value reached the Kubernetes API; bug in RedisInfra");
        if (value.TryGetMap(out var fields))
        {
            return new JsonObject(fields.Where(f => !f.Value.IsNull).OrderBy(f => f.Key, StringComparer.Ordinal)
                .Select(f => KeyValuePair.Create(f.Key, ToJson(f.Value))));
        }

        if (value.TryGetArray(out var items))
            return new JsonArray([.. items.Select(ToJson)]);
        if (value.TryGetBool(out var flag))
            return JsonValue.Create(flag);
        if (value.TryGetString(out var text))
            return JsonValue.Create(text);
        if (!value.TryGetNumber(out var number))
            return null;

        // Every number is a double here; the API refuses 3.0 where it wants an integer.
        return Math.Floor(number) == number && Math.Abs(number) < 1e15
            ? JsonValue.Create((long)number) : JsonValue.Create(number);
    }

    private static PropertyValue ToValue(JsonNode? node) => node switch
    {
        null => PropertyValue.Null,
        JsonObject fields => new PropertyValue(ToBag(fields)),
        JsonArray items => new PropertyValue(items.Select(ToValue).ToImmutableArray()),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True => new PropertyValue(true),
            JsonValueKind.False => new PropertyValue(false),
            JsonValueKind.Number => new PropertyValue(double.Parse(node.ToJsonString())),
            _ => new PropertyValue(node.GetValue<string>()),
        },
    };
}
