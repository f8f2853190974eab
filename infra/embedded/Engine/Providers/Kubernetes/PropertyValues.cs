using System.Collections.Immutable;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>Reaches into bags by path.</summary>
internal static class PropertyValues
{
    /// <summary><paramref name="to"/> with what <paramref name="from"/> has at the path; unchanged where it has
    /// nothing.</summary>
    public static Bag Copy(Bag from, Bag to, ReadOnlySpan<object> path)
    {
        if (path.IsEmpty || path[0] is not string key || !from.TryGetValue(key, out var value))
            return to;
        return to.SetItem(key, CopyInto(value, to.GetValueOrDefault(key), path[1..]));
    }

    private static PropertyValue CopyInto(PropertyValue from, PropertyValue? to, ReadOnlySpan<object> path)
    {
        if (path.IsEmpty)
            return to is null ? from : from.WithSecret(to.IsSecret);
        if (to is not null && from.TryGetMap(out var fromMap) && to.TryGetMap(out var toMap))
            return new PropertyValue(Copy(fromMap, toMap, path)).WithSecret(to.IsSecret);
        if (to is not null && path[0] is int index && from.TryGetArray(out var fromItems)
            && to.TryGetArray(out var items)
            && index < fromItems.Length && index < items.Length)
        {
            return new PropertyValue(items.SetItem(index, CopyInto(fromItems[index], items[index], path[1..])))
                .WithSecret(to.IsSecret);
        }

        return to ?? from;
    }
}
