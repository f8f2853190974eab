using System.Collections.Immutable;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Providers;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>Short ways to read and build property bags.</summary>
internal static class Properties
{
    public static string? Text(this Bag bag, string name) =>
        bag.TryGetValue(name, out var value) && value.TryGetString(out var text) ? text : null;

    public static int? Integer(this Bag bag, string name) =>
        bag.TryGetValue(name, out var value) && value.TryGetNumber(out var number) ? (int)number : null;

    /// <summary>Provider configuration carries booleans as JSON text.</summary>
    public static bool? Flag(this Bag bag, string name) =>
        !bag.TryGetValue(name, out var value) ? null
        : value.TryGetBool(out var flag) ? flag
        : value.TryGetString(out var text) && bool.TryParse(text, out var parsed) ? parsed
        : null;

    public static bool HasUnknown(this Bag bag) => bag.Values.Any(HasUnknown);

    public static bool HasUnknown(this PropertyValue value) =>
        value.IsComputed
        || (value.TryGetArray(out var items) && items.Any(HasUnknown))
        || (value.TryGetMap(out var fields) && fields.Values.Any(HasUnknown));

    /// <summary>Equal as data: neither secretness nor dependencies count.</summary>
    public static bool SameData(PropertyValue? left, PropertyValue? right)
    {
        if (left is null || right is null)
            return (left is null || left.IsNull) && (right is null || right.IsNull);
        if (left.IsComputed || right.IsComputed)
            return left.IsComputed && right.IsComputed;
        if (left.TryGetMap(out var leftFields) && right.TryGetMap(out var rightFields))
        {
            return leftFields.Keys.Union(rightFields.Keys).All(key =>
                SameData(leftFields.GetValueOrDefault(key), rightFields.GetValueOrDefault(key)));
        }

        if (left.TryGetArray(out var leftItems) && right.TryGetArray(out var rightItems))
            return leftItems.Length == rightItems.Length
                && leftItems.Zip(rightItems).All(p => SameData(p.First, p.Second));
        return Plain(left).Equals(Plain(right));
    }

    private static PropertyValue Plain(PropertyValue value) => value.WithSecret(false).WithDependencies([]);
}
