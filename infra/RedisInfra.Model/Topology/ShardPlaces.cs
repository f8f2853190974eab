using System.Collections.Immutable;

namespace RedisInfra.Model.Topology;

/// <summary>
/// Gives members their shards where their names don't tell them: the pods of one StatefulSet are numbered through, and
/// no rule for a number alone keeps every pod in its shard when the number of shards changes and when that of replicas
/// does. So whoever stands keeps the shard that it has, and the places that are left are filled up. Pure.
/// </summary>
public static class ShardPlaces
{
    /// <summary>
    /// The declared members with the shards that they are to have: as many shards of the same sizes as declared. A
    /// member changes its shard only when that shard isn't declared any more or is full, and then the one that is
    /// declared last does.
    /// </summary>
    /// <param name="stood">The members that stand, with their shards.</param>
    /// <param name="declared">The members that are declared, in the order in which they come and stay.</param>
    /// <returns>The declared members in their order.</returns>
    public static ImmutableArray<ShardPlace> Keep(
        IReadOnlyCollection<ShardPlace> stood, IReadOnlyCollection<ShardPlace> declared)
    {
        var before = stood.ToDictionary(place => place.Name, StringComparer.Ordinal);
        var free = declared.CountBy(place => place.Shard).ToDictionary();
        var taken = free.Keys.ToDictionary(shard => shard, _ => 0);
        var shards = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var place in declared)
        {
            if (before.TryGetValue(place.Name, out var was) && free.GetValueOrDefault(was.Shard) > 0)
                Put(place.Name, was.Shard);
        }
        foreach (var place in declared.Where(place => !shards.ContainsKey(place.Name)))
            Put(place.Name, free.Where(pair => pair.Value > 0).MinBy(pair => (taken[pair.Key], pair.Key)).Key);
        var places = shards.GroupBy(pair => pair.Value, pair => pair.Key).SelectMany(Numbered)
            .ToDictionary(place => place.Name, StringComparer.Ordinal);
        return [.. declared.Select(place => places[place.Name])];

        void Put(string name, int shard)
        {
            shards[name] = shard;
            free[shard]--;
            taken[shard]++;
        }

        // Those that stood in it first, as they stood; the others as they are declared.
        IEnumerable<ShardPlace> Numbered(IGrouping<int, string> shard) => shard
            .OrderBy(name => before.TryGetValue(name, out var was) && was.Shard == shard.Key ? was.Index : int.MaxValue)
            .Select((name, index) => new ShardPlace(name, shard.Key, index));
    }
}
