using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Providers;
using RedisInfra.Embedded.Engine.Providers.Kubernetes;

namespace RedisInfra.Embedded.Engine.Steps;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>What the engine itself does with values: compare, mark secrets, leave out. Pure.</summary>
internal static class PropertyBags
{
    /// <summary>
    /// Dependencies stand in the resource's own fields; in values they would only make equal ones differ.
    /// </summary>
    public static Bag WithoutDependencies(IEnumerable<KeyValuePair<string, PropertyValue>>? bag) =>
        bag?.ToImmutableDictionary(p => p.Key, p => WithoutDependencies(p.Value)) ?? Bag.Empty;

    /// <summary>For providers that don't take secrets.</summary>
    public static Bag InClear(Bag bag) => bag.ToImmutableDictionary(p => p.Key, p => InClear(p.Value));

    /// <summary>
    /// What comes from a secret input stays secret, and so does what the program named: an answer of a provider that
    /// lost the mark must not bring the value into the state in clear.
    /// </summary>
    public static Bag MarkSecrets(Bag outputs, Bag inputs, ImmutableArray<string> additional)
    {
        foreach (var (name, input) in inputs)
        {
            if (input.IsSecret && outputs.TryGetValue(name, out var output))
                outputs = outputs.SetItem(name, output.WithSecret(true));
        }

        foreach (var name in additional)
        {
            if (outputs.TryGetValue(name, out var output)) outputs = outputs.SetItem(name, output.WithSecret(true));
        }

        return outputs;
    }

    /// <summary>The inputs as if nothing had changed at <paramref name="paths"/>.</summary>
    public static Bag Ignore(ImmutableArray<string> paths, Bag old, Bag inputs)
    {
        var (from, to) = (new PropertyValue(old), new PropertyValue(inputs));
        foreach (var path in paths) to = Reset(PropertyPath.Parse(path), 0, from, to) ?? new PropertyValue(Bag.Empty);
        return to.TryGetMap(out var result) ? result : inputs;
    }

    /// <summary>The paths of all values that differ as data, parents of differing values not included.</summary>
    public static IEnumerable<ImmutableList<object>> ChangedPaths(Bag old, Bag inputs) =>
        ChangedPaths([], new PropertyValue(old), new PropertyValue(inputs));

    /// <summary>Whether a change at <paramref name="path"/> is meant by <paramref name="pattern"/>.</summary>
    public static bool Matches(IReadOnlyList<object> path, string pattern)
    {
        var parts = PropertyPath.Parse(pattern);
        return PropertyPath.IsUnder(path, parts) || PropertyPath.IsUnder(parts, path);
    }

    private static IEnumerable<ImmutableList<object>> ChangedPaths(
        ImmutableList<object> path, PropertyValue? old, PropertyValue? value)
    {
        if (old is not null && value is not null
            && old.TryGetMap(out var oldFields) && value.TryGetMap(out var fields))
        {
            return oldFields.Keys.Union(fields.Keys).Order(StringComparer.Ordinal).SelectMany(key =>
                ChangedPaths(path.Add(key), oldFields.GetValueOrDefault(key), fields.GetValueOrDefault(key)));
        }

        if (old is not null && value is not null
            && old.TryGetArray(out var oldItems) && value.TryGetArray(out var items))
        {
            return Enumerable.Range(0, Math.Max(oldItems.Length, items.Length)).SelectMany(i =>
                ChangedPaths(path.Add(i), oldItems.ElementAtOrDefault(i), items.ElementAtOrDefault(i)));
        }

        return Properties.SameData(old, value) ? [] : [path];
    }

    /// <summary>Null: the value wasn't there.</summary>
    private static PropertyValue? Reset(
        ImmutableArray<object> path, int depth, PropertyValue? old, PropertyValue? value)
    {
        if (depth == path.Length) return old;
        if (path[depth] is string name)
        {
            if (name == "*" && value is not null && value.TryGetArray(out var list))
                return ResetItems(path, depth, old, value, Enumerable.Range(0, list.Length));
            var oldFields = old is not null && old.TryGetMap(out var o) ? o : Bag.Empty;
            if (value is null || !value.TryGetMap(out var fields)) return value;
            var names = name == "*" ? oldFields.Keys.Union(fields.Keys) : [name];
            foreach (var key in names)
            {
                var reset = Reset(path, depth + 1, oldFields.GetValueOrDefault(key), fields.GetValueOrDefault(key));
                fields = reset is null ? fields.Remove(key) : fields.SetItem(key, reset);
            }

            return new PropertyValue(fields).WithSecret(value.IsSecret);
        }

        return path[depth] is int index && value is not null ? ResetItems(path, depth, old, value, [index]) : value;
    }

    private static PropertyValue ResetItems(
        ImmutableArray<object> path, int depth, PropertyValue? old, PropertyValue value, IEnumerable<int> indices)
    {
        if (!value.TryGetArray(out var items)) return value;
        var oldItems = old is not null && old.TryGetArray(out var o) ? o : [];
        foreach (var i in indices)
        {
            if (i >= items.Length || i >= oldItems.Length) continue;
            if (Reset(path, depth + 1, oldItems[i], items[i]) is { } reset) items = items.SetItem(i, reset);
        }

        return new PropertyValue(items).WithSecret(value.IsSecret);
    }

    private static PropertyValue WithoutDependencies(PropertyValue value)
    {
        var own = value.Dependencies.IsEmpty ? value : value.WithDependencies([]);
        if (value.TryGetMap(out var fields))
        {
            return fields.IsEmpty ? own
                : new PropertyValue(WithoutDependencies(fields)).WithSecret(value.IsSecret);
        }

        return value.TryGetArray(out var items) && !items.IsEmpty
            ? new PropertyValue(items.Select(WithoutDependencies).ToImmutableArray()).WithSecret(value.IsSecret)
            : own;
    }

    private static PropertyValue InClear(PropertyValue value) =>
        value.TryGetMap(out var fields) ? new PropertyValue(InClear(fields))
        : value.TryGetArray(out var items) ? new PropertyValue(items.Select(InClear).ToImmutableArray())
        : value.WithSecret(false);
}
