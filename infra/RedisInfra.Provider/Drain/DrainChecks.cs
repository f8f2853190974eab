using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Model.Topology;
using RedisInfra.Provider.Topology;
using RedisInfra.Provider.Values;

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
        var changes = MemberChanges.Of(stood, desired);
        var wanted = desired.ToDictionary(member => member.Name, StringComparer.Ordinal);
        var moved = stood.Where(member => wanted.TryGetValue(member.Name, out var to)
            && to.Shard != member.Shard).ToList();
        if (moved.Count > 0 && !KeepsShards(inputs))
        {
            var named = moved.Take(MaxNamed).Select(member =>
                $"{member.Name} from shard {member.Shard} to {wanted[member.Name].Shard}");
            string more = moved.Count > MaxNamed ? $" and {moved.Count - MaxNamed} more" : "";
            yield return new CheckFailure("members", $"RI3310 members would change their shards: "
                + $"{string.Join(", ", named)}{more}. Which shard a member is of is for the declaration to keep while "
                + "data is there. Leave them there, or set keepsShards, which gives only new members a place");
            yield break;
        }
        int staying = desired.Where(member => stood.Any(was => was.Name == member.Name)
            && !changes.Leaving.Contains(member.Name)).Select(member => member.Shard).Distinct().Count();
        if (staying < DesiredCluster.MinShards)
        {
            yield return new CheckFailure("members", $"RI3312 only {staying} of the shards that stand would keep a "
                + $"member, and {DesiredCluster.MinShards} must: the data is on members that stay. Take shards away "
                + "or bring others, but don't replace all of them at once");
        }
    }

    private static bool KeepsShards(ImmutableDictionary<string, PropertyValue> inputs) =>
        inputs.Find("keepsShards") is { } value && value.TryGetBool(out bool keeps) && keeps;
}
