using System.Collections.Immutable;
using Pulumi.Experimental;

namespace RedisInfra.Provider.Values;

/// <summary>Questions about property values.</summary>
internal static class PropertyValues
{
    /// <summary>Whether something in it isn't known yet.</summary>
    public static bool HasUnknown(PropertyValue value)
    {
        if (value.IsComputed) return true;
        if (value.TryGetArray(out var items)) return items.Any(HasUnknown);
        return value.TryGetMap(out var map) && map.Values.Any(HasUnknown);
    }

    /// <summary>
    /// Whether two values say the same; secretness and origin don't matter, and a null is as good as none.
    /// </summary>
    public static bool Same(PropertyValue? a, PropertyValue? b)
    {
        if (a is null || a.IsNull) return b is null || b.IsNull;
        if (b is null || a.Type != b.Type || a.IsComputed) return false;
        if (a.TryGetArray(out var items) && b.TryGetArray(out var others))
            return items.Length == others.Length && items.Zip(others).All(pair => Same(pair.First, pair.Second));
        if (a.TryGetMap(out var map) && b.TryGetMap(out var other))
            return map.Keys.Union(other.Keys).All(key =>
                Same(map.GetValueOrDefault(key), other.GetValueOrDefault(key)));
        return Plain(a).Equals(Plain(b));
    }

    /// <summary>The names of the inputs that differ, but those of the engine's own.</summary>
    public static List<string> Changes(
        ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> young) =>
    [
        .. old.Keys.Union(young.Keys)
            .Where(name => !name.StartsWith("__", StringComparison.Ordinal)
                && !Same(old.GetValueOrDefault(name), young.GetValueOrDefault(name)))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether the input <c>kubernetes</c> of both is about one namespace.</summary>
    public static bool SameNamespace(
        ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> young) =>
        Same(Namespace(old), Namespace(young));

    /// <summary>The property's value, or null when it is absent or null.</summary>
    public static PropertyValue? Find(this ImmutableDictionary<string, PropertyValue> bag, string name) =>
        bag.TryGetValue(name, out var value) && !value.IsNull ? value : null;

    /// <summary>A list.</summary>
    public static PropertyValue List(IEnumerable<PropertyValue> items) => new([.. items]);

    /// <summary>A map.</summary>
    public static PropertyValue Map(params IEnumerable<(string Name, PropertyValue Value)> entries) =>
        new(entries.ToImmutableDictionary(entry => entry.Name, entry => entry.Value));

    private static PropertyValue? Namespace(ImmutableDictionary<string, PropertyValue> bag) =>
        bag.Find("kubernetes") is { } kubernetes && kubernetes.TryGetMap(out var map) ? map.Find("namespace") : null;

    private static PropertyValue Plain(PropertyValue value) =>
        value.WithSecret(false).WithDependencies([]);
}
