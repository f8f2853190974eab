using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Model.Topology;
using RedisInfra.Provider.Topology;

namespace RedisInfra.Provider.Drain;

/// <summary>What can't become of the members that stand, whatever state they are in.</summary>
internal static class DrainChecks
{
    private const int MaxNamed = 4;

    /// <summary>The findings about the way from the old inputs to the new ones.</summary>
    public static IEnumerable<CheckFailure> Of(
        ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> inputs)
    {
        if (ClusterTopologyResource.IsAnother(old, inputs)) yield break;
        if (MemberInputs.Find(old) is not { } stood || MemberInputs.Find(inputs) is not { } desired) yield break;
        var before = stood.ToDictionary(member => member.Name, StringComparer.Ordinal);
        var moved = desired.Where(member => before.TryGetValue(member.Name, out var was)
            && was.Shard != member.Shard).ToList();
        if (moved.Count > 0)
        {
            var named = moved.Take(MaxNamed).Select(member =>
                $"{member.Name} from shard {before[member.Name].Shard} to {member.Shard}");
            string more = moved.Count > MaxNamed ? $" and {moved.Count - MaxNamed} more" : "";
            yield return new CheckFailure("members", $"RI3310 members would change their shards: "
                + $"{string.Join(", ", named)}{more}. In one StatefulSet for all shards the number of replicas decides "
                + "which pod belongs to which shard, so it can't change while data is there. Change the number of "
                + "shards instead, or use a StatefulSet a shard");
            yield break;
        }
        int staying = desired.Where(member => before.ContainsKey(member.Name))
            .Select(member => member.Shard).Distinct().Count();
        if (staying < DesiredCluster.MinShards)
        {
            yield return new CheckFailure("members", $"RI3312 only {staying} of the shards that stand would keep a "
                + $"member, and {DesiredCluster.MinShards} must: the data is on members that stay. Take shards away "
                + "or bring others, but don't replace all of them at once");
        }
    }
}
