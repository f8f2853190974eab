using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pulumi;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>Writes values as the state file holds them; a secret by way of <paramref name="secret"/>.</summary>
/// <param name="secret">Gets the JSON text of a secret and its place; writes the fields that stand for it.</param>
internal sealed class ValueJsonWriter(Action<Utf8JsonWriter, string, string> secret)
{
    public void WriteMap(
        Utf8JsonWriter json, ImmutableDictionary<string, PropertyValue> map, string place)
    {
        json.WriteStartObject();
        foreach (var (name, value) in map.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(name);
            Write(json, value, $"{place}/{name}");
        }

        json.WriteEndObject();
    }

    public void Write(Utf8JsonWriter json, PropertyValue value, string place)
    {
        if (value.IsSecret)
        {
            json.WriteStartObject();
            json.WriteString(ValueSignatures.Key, ValueSignatures.Secret);
            secret(json, Text(value.WithSecret(false), place), place);
            json.WriteEndObject();
        }
        else if (value.TryGetMap(out var map)) WriteMap(json, map, place);
        else if (value.TryGetArray(out var array)) WriteArray(json, array, place);
        else if (value.TryGetString(out var text)) json.WriteStringValue(text);
        else if (value.TryGetNumber(out var number)) json.WriteRawValue(CheckpointJson.Number(number));
        else if (value.TryGetBool(out var flag)) json.WriteBooleanValue(flag);
        else if (value.TryGetResource(out var resource)) WriteResource(json, resource, place);
        else if (value.TryGetAsset(out var asset)) WriteAsset(json, asset!, ValueSignatures.Asset, place);
        else if (value.TryGetArchive(out var archive)) WriteAsset(json, archive!, ValueSignatures.Archive, place);
        else if (value.IsComputed)
            throw new InvalidOperationException($"{place} is unknown: only known values are kept");
        else json.WriteNullValue();
    }

    private string Text(PropertyValue value, string place)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, CheckpointJson.Compact)) Write(json, value, place);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private void WriteArray(Utf8JsonWriter json, ImmutableArray<PropertyValue> array, string place)
    {
        json.WriteStartArray();
        for (var i = 0; i < array.Length; i++) Write(json, array[i], $"{place}/{i}");
        json.WriteEndArray();
    }

    private void WriteResource(Utf8JsonWriter json, ResourceReference resource, string place)
    {
        json.WriteStartObject();
        json.WriteString(ValueSignatures.Key, ValueSignatures.Resource);
        json.WriteString("urn", resource.URN.ToString());
        if (resource.Id is { } id && id.TryGetString(out var text) && text.Length > 0)
        {
            json.WritePropertyName("id");
            Write(json, id, $"{place}/id");
        }

        if (!string.IsNullOrEmpty(resource.PackageVersion)) json.WriteString("packageVersion", resource.PackageVersion);
        json.WriteEndObject();
    }

    private void WriteAsset(Utf8JsonWriter json, AssetOrArchive asset, string signature, string place)
    {
        json.WriteStartObject();
        json.WriteString(ValueSignatures.Key, signature);
        if (Hash(asset) is { } hash) json.WriteString("hash", hash);
        json.WritePropertyName(asset.Key);
        if (asset.Value is IDictionary<string, AssetOrArchive> members)
        {
            json.WriteStartObject();
            foreach (var (name, member) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
            {
                json.WritePropertyName(name);
                WriteAsset(json, member,
                    member is Archive ? ValueSignatures.Archive : ValueSignatures.Asset, $"{place}/{name}");
            }

            json.WriteEndObject();
        }
        else json.WriteStringValue((string)asset.Value);
        json.WriteEndObject();
    }

    /// <summary>By its hash the real engine sees that a text or a file is the one it was.</summary>
    private static string? Hash(AssetOrArchive asset) => asset switch
    {
        StringAsset { Value: string text } => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        FileAsset { Value: string path } when File.Exists(path) =>
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))),
        _ => null,
    };
}
