using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Model.Topology;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Drain;

/// <summary>
/// The shards of the input <c>members</c>, where the numbers of their names don't tell them (<c>keepsShards</c>). Hosts
/// needn't be known.
/// </summary>
internal static class MemberPlaces
{
    /// <summary>The inputs with the shards that the members are to have, given those that stand.</summary>
    public static ImmutableDictionary<string, PropertyValue> Keep(
        ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> inputs)
    {
        bool keeps = inputs.Find("keepsShards") is { } value && value.TryGetBool(out bool flag) && flag;
        if (!keeps || Find(old) is not { } stood || Find(inputs) is not { } declared) return inputs;
        inputs["members"].TryGetArray(out var items);
        var places = ShardPlaces.Keep(stood, declared);
        return inputs.SetItem("members", PropertyValues.List(items.Zip(places, Placed)));
    }

    /// <summary>The members' places, or null when one is wrong or not known yet.</summary>
    public static ImmutableArray<ShardPlace>? Find(ImmutableDictionary<string, PropertyValue> bag)
    {
        if (bag.Find("members") is not { } members || !members.TryGetArray(out var items)) return null;
        var places = ImmutableArray.CreateBuilder<ShardPlace>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (!item.TryGetMap(out var map) || map.Find("name") is not { } value
                || !value.TryGetString(out string? name) || Whole(map.Find("shard")) is not { } shard
                || Whole(map.Find("index")) is not { } index || !names.Add(name)) return null;
            places.Add(new ShardPlace(name, shard, index));
        }
        return places.ToImmutable();
    }

    private static PropertyValue Placed(PropertyValue item, ShardPlace place)
    {
        item.TryGetMap(out var map);
        return new PropertyValue(map!.SetItem("shard", new PropertyValue(place.Shard))
            .SetItem("index", new PropertyValue(place.Index)));
    }

    private static int? Whole(PropertyValue? value) =>
        value is not null && value.TryGetNumber(out double number) && number == Math.Floor(number) ? (int)number : null;
}
