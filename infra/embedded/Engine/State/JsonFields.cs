using System.Collections.Immutable;
using System.Text.Json;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>Takes the known fields out of a JSON object and keeps the others, to be written back.</summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _left = new(StringComparer.Ordinal);

    public JsonFields(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) throw new JsonException($"{json.ValueKind} where an object is due");
        foreach (var field in json.EnumerateObject()) _left[field.Name] = field.Value;
    }

    public JsonElement? Take(string name) =>
        _left.Remove(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public string Text(string name) => Take(name)?.GetString() ?? "";

    public bool Flag(string name) => Take(name)?.GetBoolean() ?? false;

    public ImmutableArray<string> Texts(string name) => Take(name) is { } value ? TextsOf(value) : [];

    public static ImmutableArray<string> TextsOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().Select(i => i.GetString() ?? "")] : [];

    public ImmutableSortedDictionary<string, string> Rest() =>
        _left.ToImmutableSortedDictionary(f => f.Key, f => f.Value.GetRawText(), StringComparer.Ordinal);
}
