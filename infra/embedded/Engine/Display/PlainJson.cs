using System.Collections.Immutable;
using System.Text.Json;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary>
/// Values as JSON for people and scripts: a secret is "[secret]" unless it is asked for, an unknown "[unknown]".
/// </summary>
internal static class PlainJson
{
    public static void Write(
        Utf8JsonWriter json, ImmutableDictionary<string, PropertyValue> bag, bool showSecrets = false)
    {
        json.WriteStartObject();
        foreach (var (name, value) in bag.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(name);
            Write(json, value, showSecrets);
        }

        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, PropertyValue value, bool showSecrets)
    {
        if (value.IsSecret && !showSecrets) json.WriteStringValue(Redactor.Mark);
        else if (value.IsComputed) json.WriteStringValue(ValueText.Unknown);
        else if (value.TryGetMap(out var map)) Write(json, map, showSecrets);
        else if (value.TryGetArray(out var array))
        {
            json.WriteStartArray();
            foreach (var item in array) Write(json, item, showSecrets);
            json.WriteEndArray();
        }
        else if (value.TryGetString(out var text)) json.WriteStringValue(text);
        else if (value.TryGetNumber(out var number)) json.WriteRawValue(CheckpointJson.Number(number));
        else if (value.TryGetBool(out var flag)) json.WriteBooleanValue(flag);
        else if (value.IsNull) json.WriteNullValue();
        else json.WriteStringValue(ValueText.OneLine(value));
    }
}
