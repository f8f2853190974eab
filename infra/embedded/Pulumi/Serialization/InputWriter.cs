using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pulumi.Experimental;

namespace Pulumi.Serialization;

/// <summary>
/// Turns what a program gives as an input into a <see cref="PropertyValue"/>, waiting for every output inside, and
/// collects the resources those came from.
/// </summary>
internal sealed class InputWriter
{
    public HashSet<Resource> Dependencies { get; } = [];

    /// <exception cref="InvalidOperationException">The value is of a type that can't go over the wire.</exception>
    public async Task<PropertyValue> WriteAsync(object? value, string context)
    {
        switch (value)
        {
            case null or ValueTuple: return PropertyValue.Null;
            case bool flag: return new(flag);
            case int number: return new((double)number);
            case double number: return new(number);
            case string text: return new(text);
            case Asset asset: return new(asset);
            case Archive archive: return new(archive);
            case JsonElement json: return WriteJson(json);
            case Task:
                throw new InvalidOperationException($"A Task is no input: wrap it in Output.Create.\n\t{context}");
            case IInput input: return await WriteOutputAsync(input.ToWire(), context).ConfigureAwait(false);
            case IOutput output: return await WriteOutputAsync(output, context).ConfigureAwait(false);
            case IUnion union: return await WriteAsync(union.Value, context).ConfigureAwait(false);
            case InputArgs args: return new(await WriteArgsAsync(args, context).ConfigureAwait(false));
            case CustomResource resource:
                Dependencies.Add(resource);
                var id = await WriteAsync(resource.Id, $"{context}.id").ConfigureAwait(false);
                return await WriteReferenceAsync(resource, id).ConfigureAwait(false);
            case Resource resource:
                Dependencies.Add(resource);
                return await WriteReferenceAsync(resource, null).ConfigureAwait(false);
            case IDictionary map: return await WriteMapAsync(map, context).ConfigureAwait(false);
            case IList list: return await WriteListAsync(list, context).ConfigureAwait(false);
            case Enum name when name.GetTypeCode() == TypeCode.Int32: return new((double)Convert.ToInt32(name));
            default: return await WriteObjectAsync(value, context).ConfigureAwait(false);
        }
    }

    private async Task<PropertyValue> WriteOutputAsync(IOutput output, string context)
    {
        var data = await output.GetDataAsync().ConfigureAwait(false);
        Dependencies.UnionWith(data.Resources);
        var value = data.IsKnown
            ? await WriteAsync(data.Value, context).ConfigureAwait(false)
            : PropertyValue.Computed;
        // A null is "no such property", and there is nothing secret in that.
        return value.IsNull || !data.IsSecret ? value : value.WithSecret(true);
    }

    private async Task<ImmutableDictionary<string, PropertyValue>> WriteArgsAsync(InputArgs args, string context)
    {
        var map = ImmutableDictionary.CreateBuilder<string, PropertyValue>();
        foreach (var (name, value, json) in args.GetInputs())
        {
            if (value is null) continue;
            var written = await WriteInputAsync(value, json, $"{context}.{name}").ConfigureAwait(false);
            if (!written.IsNull) map.Add(name, written);
        }

        return map.ToImmutable();
    }

    /// <summary>JSON inputs travel as text; a secret or an unknown inside makes the whole of it so.</summary>
    public async Task<PropertyValue> WriteInputAsync(object? value, bool json, string context)
    {
        var written = await WriteAsync(value, context).ConfigureAwait(false);
        if (!json || written.IsNull) return written;

        var flat = new PlainReader();
        var plain = flat.Read(written);
        return (flat.IsKnown ? new PropertyValue(ToJson(plain)?.ToJsonString() ?? "null") : PropertyValue.Computed)
            .WithSecret(flat.IsSecret);
    }

    private async Task<PropertyValue> WriteReferenceAsync(Resource resource, PropertyValue? id)
    {
        var urn = await resource.Urn.GetValueAsync("").ConfigureAwait(false);
        return new(new ResourceReference(new Urn(urn), id, ""));
    }

    private async Task<PropertyValue> WriteMapAsync(IDictionary map, string context)
    {
        var written = ImmutableDictionary.CreateBuilder<string, PropertyValue>();
        foreach (DictionaryEntry entry in map)
        {
            if (entry.Key is not string key)
                throw new InvalidOperationException($"A map can only have strings as keys.\n\t{context}");
            var value = await WriteAsync(entry.Value, $"{context}.{key}").ConfigureAwait(false);
            if (!value.IsNull) written[key] = value;
        }

        return new(written.ToImmutable());
    }

    private async Task<PropertyValue> WriteListAsync(IList list, string context)
    {
        if (IsDefaultArray(list)) return new(ImmutableArray<PropertyValue>.Empty);

        var written = ImmutableArray.CreateBuilder<PropertyValue>(list.Count);
        for (var i = 0; i < list.Count; i++)
            written.Add(await WriteAsync(list[i], $"{context}[{i}]").ConfigureAwait(false));
        return new(written.MoveToImmutable());
    }

    private async Task<PropertyValue> WriteObjectAsync(object value, string context)
    {
        var type = value.GetType();
        if (type.IsValueType && type.IsDefined(typeof(EnumTypeAttribute)))
        {
            var convert = type.GetMethod("op_Explicit", [type]) ?? throw new InvalidOperationException(
                $"{type.FullName} needs an explicit conversion operator to string or double.\n\t{context}");
            return await WriteAsync(convert.Invoke(null, [value]), context).ConfigureAwait(false);
        }

        if (!type.IsDefined(typeof(OutputTypeAttribute)))
            throw new InvalidOperationException($"{type.FullName} is not a supported argument type.\n\t{context}");

        // An output given on as an input: its read-only fields are its properties.
        var written = ImmutableDictionary.CreateBuilder<string, PropertyValue>();
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
        foreach (var field in type.GetFields(all).Where(field => field.IsInitOnly))
        {
            var name = char.ToLowerInvariant(field.Name[0]) + field.Name[1..];
            var property = await WriteAsync(field.GetValue(value), $"{context}.{name}").ConfigureAwait(false);
            if (!property.IsNull) written[name] = property;
        }

        return new(written.ToImmutable());
    }

    private static bool IsDefaultArray(IList list) =>
        list.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) &&
        (bool)type.GetProperty(nameof(ImmutableArray<int>.IsDefault))!.GetValue(list)!;

    private static PropertyValue WriteJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new(json.GetString()!),
        JsonValueKind.Number => new(json.GetDouble()),
        JsonValueKind.True or JsonValueKind.False => new(json.GetBoolean()),
        JsonValueKind.Array => new(json.EnumerateArray().Select(WriteJson).ToImmutableArray()),
        JsonValueKind.Object => new(
            json.EnumerateObject().ToImmutableDictionary(member => member.Name, member => WriteJson(member.Value))),
        _ => PropertyValue.Null,
    };

    private static JsonNode? ToJson(object? plain) => plain switch
    {
        null => null,
        ImmutableArray<object?> items => new JsonArray([.. items.Select(ToJson)]),
        ImmutableDictionary<string, object?> map => new JsonObject(map
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, ToJson(member.Value)))),
        bool or double or string => JsonValue.Create(JsonSerializer.SerializeToElement(plain)),
        CustomResource or AssetOrArchive or _ =>
            throw new InvalidOperationException($"A {plain.GetType().Name} can't be written as JSON."),
    };
}
