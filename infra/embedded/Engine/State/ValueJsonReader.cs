using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>Reads what <see cref="ValueJsonWriter"/> and the real engine write.</summary>
/// <param name="decrypt">Gets a ciphertext and its place; gives the JSON text of the value.</param>
internal sealed class ValueJsonReader(Func<string, string, string> decrypt)
{
    public ImmutableDictionary<string, PropertyValue> ReadMap(JsonElement json, string place)
    {
        var map = ImmutableDictionary.CreateBuilder<string, PropertyValue>();
        foreach (var field in json.EnumerateObject()) map[field.Name] = Read(field.Value, $"{place}/{field.Name}");
        return map.ToImmutable();
    }

    public PropertyValue Read(JsonElement json, string place) => json.ValueKind switch
    {
        JsonValueKind.Null => PropertyValue.Null,
        JsonValueKind.True or JsonValueKind.False => new PropertyValue(json.GetBoolean()),
        JsonValueKind.Number => new PropertyValue(json.GetDouble()),
        JsonValueKind.String => new PropertyValue(json.GetString()!),
        JsonValueKind.Array => new PropertyValue(
            json.EnumerateArray().Select((item, i) => Read(item, $"{place}/{i}")).ToImmutableArray()),
        _ => ReadObject(json, place),
    };

    private PropertyValue ReadObject(JsonElement json, string place)
    {
        if (!json.TryGetProperty(ValueSignatures.Key, out var mark)) return new PropertyValue(ReadMap(json, place));
        return mark.GetString() switch
        {
            ValueSignatures.Secret => ReadSecret(json, place),
            ValueSignatures.Resource => new PropertyValue(ReadResource(json, place)),
            ValueSignatures.Asset => new PropertyValue((Asset)ReadAsset(json, place)),
            ValueSignatures.Archive => new PropertyValue((Archive)ReadAsset(json, place)),
            var other => throw new JsonException($"{place} has the unknown signature {other}"),
        };
    }

    private PropertyValue ReadSecret(JsonElement json, string place)
    {
        var text = json.TryGetProperty("plaintext", out var plain)
            ? plain.GetString()!
            : decrypt(Text(json, "ciphertext") ?? throw new JsonException($"{place} is a secret without a value"),
                place);
        using var value = JsonDocument.Parse(text);
        return Read(value.RootElement, place).WithSecret(true);
    }

    private ResourceReference ReadResource(JsonElement json, string place)
    {
        var urn = Text(json, "urn") ?? throw new JsonException($"{place} refers to a resource without its URN");
        var id = json.TryGetProperty("id", out var value) ? Read(value, $"{place}/id") : new PropertyValue("");
        return new ResourceReference(new Urn(urn), id, Text(json, "packageVersion") ?? "");
    }

    private static AssetOrArchive ReadAsset(JsonElement json, string place)
    {
        var isArchive = Text(json, ValueSignatures.Key) == ValueSignatures.Archive;
        if (Text(json, "text") is { } text) return new StringAsset(text);
        if (Text(json, "path") is { } path) return isArchive ? new FileArchive(path) : new FileAsset(path);
        if (Text(json, "uri") is { } uri) return isArchive ? new RemoteArchive(uri) : new RemoteAsset(uri);
        if (json.TryGetProperty("assets", out var members))
        {
            return new AssetArchive(members.EnumerateObject()
                .ToDictionary(m => m.Name, m => ReadAsset(m.Value, $"{place}/{m.Name}")));
        }

        throw new JsonException($"{place} is an asset without content");
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
