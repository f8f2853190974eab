using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Projects;

/// <summary>One value of a stack's configuration, as its file holds it: secrets are still encrypted.</summary>
internal sealed record ConfigValue(string Key, YamlItem Item)
{
    /// <summary>The key that marks a map as an encrypted text.</summary>
    public const string SecureKey = "secure";

    /// <summary>Whether any part of it is encrypted.</summary>
    public bool IsSecret => HasSecret(Item);

    /// <summary>Whether it is a map or a list, given to the program as JSON.</summary>
    public bool IsObject => Item is YamlItem.List || (Item is YamlItem.Map && SecureText(Item) is null);

    /// <summary>The text that the program gets: a scalar as it is written, anything else as JSON.</summary>
    /// <param name="decrypt">Gets a ciphertext, gives its plain text.</param>
    public string Text(Func<string, string> decrypt) => Item switch
    {
        YamlItem.Scalar scalar => ScalarText(scalar),
        _ when SecureText(Item) is { } secure => decrypt(secure),
        _ => Json(Item, decrypt)?.ToJsonString(CheckpointJson.Text) ?? "null",
    };

    /// <summary>The ciphertext of <c>{ secure: … }</c>; null for anything else.</summary>
    public static string? SecureText(YamlItem item) =>
        item is YamlItem.Map { Entries: [{ Key.Value: SecureKey, Value: YamlItem.Scalar text }] } ? text.Value : null;

    public static bool HasSecret(YamlItem item) => item switch
    {
        YamlItem.List list => list.Items.Any(HasSecret),
        YamlItem.Map map => SecureText(map) is not null || map.Entries.Any(e => HasSecret(e.Value)),
        _ => false,
    };

    public static JsonNode? Json(YamlItem item, Func<string, string> decrypt)
    {
        switch (item)
        {
            case YamlItem.Scalar scalar:
                return Typed(scalar);
            case YamlItem.List list:
                return new JsonArray([.. list.Items.Select(i => Json(i, decrypt))]);
            default:
                if (SecureText(item) is { } secure) return JsonValue.Create(decrypt(secure));
                var result = new JsonObject();
                foreach (var (key, value) in ((YamlItem.Map)item).Entries) result[key.Value] = Json(value, decrypt);
                return result;
        }
    }

    /// <summary>Plain scalars by YAML's core schema; a quoted one is text.</summary>
    private static JsonNode? Typed(YamlItem.Scalar scalar)
    {
        if (!scalar.Plain) return JsonValue.Create(scalar.Value);
        switch (scalar.Value)
        {
            case "" or "~" or "null" or "Null" or "NULL": return null;
            case "true" or "True" or "TRUE": return JsonValue.Create(true);
            case "false" or "False" or "FALSE": return JsonValue.Create(false);
        }

        if (long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);
        const NumberStyles style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(scalar.Value, style, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? JsonNode.Parse(CheckpointJson.Number(number))
            : JsonValue.Create(scalar.Value);
    }

    private static string ScalarText(YamlItem.Scalar scalar) => Typed(scalar) switch
    {
        null => "",
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.ToJsonString(),
        _ => scalar.Value,
    };
}
