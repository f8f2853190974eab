using System.Collections.Immutable;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Departure;

/// <summary>Who is to leave a cluster that stands.</summary>
/// <param name="Staying">The members that stand and stay: at least 3 shards.</param>
/// <param name="Leaving">The members that stand, or stood, and leave. One whose shard is among the staying ones leaves
/// a shard that goes on; any other leaves with its shard.</param>
public sealed record DepartureRequest(DesiredCluster Staying, ImmutableArray<Member> Leaving)
{
    /// <summary>
    /// Staying members that were of another shard, by name, with that shard: others of it stay as well, and the shard
    /// that they are to be of stands. None unless set.
    /// </summary>
    public ImmutableDictionary<string, int> Changing { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Everybody who is looked at: those that stay, then those that leave.</summary>
    public IEnumerable<Member> Members => Staying.Members.Concat(Leaving);

    /// <summary>Parts a cluster's members. Shards are numbered anew: those that stay first.</summary>
    /// <param name="cluster">The cluster's name, for messages.</param>
    /// <param name="members">All members that stand.</param>
    /// <param name="leaving">The names of those that leave.</param>
    /// <param name="changing">The shards of those that stay in another one; null for none.</param>
    /// <exception cref="ArgumentException">Nobody stays, or names repeat.</exception>
    public static DepartureRequest Of(
        string cluster, IEnumerable<Member> members, IReadOnlySet<string> leaving,
        IReadOnlyDictionary<string, int>? changing = null)
    {
        changing ??= ImmutableDictionary<string, int>.Empty;
        var all = members.OrderBy(member => member.Shard).ThenBy(member => member.Index).ToList();
        var staying = all.Where(member => !leaving.Contains(member.Name))
            .Select(member => changing.TryGetValue(member.Name, out int shard)
                ? member with { Shard = shard, Index = int.MaxValue } : member)
            .OrderBy(member => member.Shard).ThenBy(member => member.Index).ToList();
        var numbers = staying.Concat(all).Select(member => member.Shard).Distinct()
            .Select((shard, number) => (shard, number)).ToDictionary(pair => pair.shard, pair => pair.number);
        return new DepartureRequest(DesiredCluster.Remaining(cluster, staying),
            [.. all.Where(member => leaving.Contains(member.Name))
                .Select(member => member with { Shard = numbers[member.Shard] })])
        {
            Changing = all.Where(member => changing.ContainsKey(member.Name))
                .ToImmutableDictionary(member => member.Name, member => numbers[member.Shard]),
        };
    }
}
