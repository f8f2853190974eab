using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace RedisInfra.Provider.Values;

/// <summary>
/// Reads one map of inputs and collects what is wrong in it, with property paths. Unknown values pass.
/// </summary>
internal sealed class InputReader(
    ImmutableDictionary<string, PropertyValue> bag, string path, List<CheckFailure> failures)
{
    /// <summary>Inputs that were checked before, as <paramref name="read"/> reads them.</summary>
    /// <exception cref="InvalidOperationException">They aren't complete.</exception>
    public static T Require<T>(
        ImmutableDictionary<string, PropertyValue> bag,
        Func<ImmutableDictionary<string, PropertyValue>, List<CheckFailure>, T?> read) where T : class
    {
        var failures = new List<CheckFailure>();
        return read(bag, failures) ?? throw new InvalidOperationException(failures.Count == 0
            ? "inputs aren't known"
            : string.Join(Environment.NewLine, failures.Select(failure => $"{failure.Property}: {failure.Reason}")));
    }

    /// <summary>The path of a property of this map: <c>members[2].port</c>.</summary>
    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public void Fail(string name, string code, string reason) =>
        failures.Add(new CheckFailure(PathOf(name), $"{code} {reason}"));

    /// <summary>Refuses properties that don't exist.</summary>
    public void Only(params string[] known)
    {
        foreach (string name in bag.Keys.Order(StringComparer.Ordinal))
        {
            // The engine adds properties of its own to inputs, such as __defaults.
            if (known.Contains(name) || name.StartsWith("__", StringComparison.Ordinal)) continue;
            Fail(name, "RI3102", $"there is no such property; there are {string.Join(", ", known)}");
        }
    }

    public string? Text(string name, bool required = false)
    {
        if (Find(name, required) is not { } value) return null;
        if (value.TryGetString(out string? text)) return text;
        Fail(name, "RI3103", "must be a string");
        return null;
    }

    public int? Number(string name, int min, int max, bool required = false)
    {
        if (Find(name, required) is not { } value) return null;
        if (value.TryGetNumber(out double number) && number == Math.Floor(number) && number >= min && number <= max)
            return (int)number;
        Fail(name, "RI3103", $"must be a whole number from {min} to {max}");
        return null;
    }

    public bool? Flag(string name, bool required = false)
    {
        if (Find(name, required) is not { } value) return null;
        if (value.TryGetBool(out bool flag)) return flag;
        Fail(name, "RI3103", "must be true or false");
        return null;
    }

    public InputReader? Map(string name)
    {
        if (Find(name, required: false) is not { } value) return null;
        if (value.TryGetMap(out var map)) return new InputReader(map, PathOf(name), failures);
        Fail(name, "RI3103", "must be an object");
        return null;
    }

    /// <summary>A list of maps, or null when it is absent, wrong, or not known yet.</summary>
    public List<InputReader>? Maps(string name, bool required)
    {
        if (Find(name, required) is not { } value) return null;
        if (!value.TryGetArray(out var items))
        {
            Fail(name, "RI3103", "must be a list");
            return null;
        }
        var readers = new List<InputReader>();
        for (int i = 0; i < items.Length; i++)
        {
            if (items[i].TryGetMap(out var map)) readers.Add(new InputReader(map, $"{PathOf(name)}[{i}]", failures));
            else if (!items[i].IsComputed) Fail($"{name}[{i}]", "RI3103", "must be an object");
        }
        return readers;
    }

    /// <summary>Whether the property, or something in it, isn't known yet.</summary>
    public bool IsUnknown(string name) => bag.Find(name) is { } value && PropertyValues.HasUnknown(value);

    /// <summary>The texts of a list that are known.</summary>
    public ImmutableArray<string> Texts(string name)
    {
        if (Find(name, required: false) is not { } value) return [];
        bool isList = value.TryGetArray(out var items)
            && items.All(item => item.IsComputed || item.TryGetString(out _));
        if (isList) return [.. items.Where(item => !item.IsComputed).Select(TextOf)];
        Fail(name, "RI3103", "must be a list of strings");
        return [];
    }

    /// <summary>The texts of a map that are known.</summary>
    public ImmutableDictionary<string, string> TextMap(string name)
    {
        var none = ImmutableDictionary<string, string>.Empty;
        if (Find(name, required: false) is not { } value) return none;
        if (value.TryGetMap(out var map) && map.Values.All(item => item.IsComputed || item.TryGetString(out _)))
            return map.Where(entry => !entry.Value.IsComputed)
                .ToImmutableDictionary(entry => entry.Key, entry => TextOf(entry.Value));
        Fail(name, "RI3103", "must be a map of strings");
        return none;
    }

    private static string TextOf(PropertyValue value) => value.TryGetString(out string? text) ? text : "";

    private PropertyValue? Find(string name, bool required)
    {
        var value = bag.Find(name);
        if (value is null && required) Fail(name, "RI3103", "is required");
        return value is null || value.IsComputed ? null : value;
    }
}
