using System.Collections.Immutable;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Departure;

/// <summary>Who is to leave a cluster that stands.</summary>
/// <param name="Staying">The members that stand and stay: at least 3 shards.</param>
/// <param name="Leaving">The members that stand, or stood, and leave. One whose shard is among the staying ones leaves
/// a shard that goes on; any other leaves with its shard.</param>
public sealed record DepartureRequest(DesiredCluster Staying, ImmutableArray<Member> Leaving)
{
    /// <summary>Everybody who is looked at: those that stay, then those that leave.</summary>
    public IEnumerable<Member> Members => Staying.Members.Concat(Leaving);

    /// <summary>Parts a cluster's members. Shards are numbered anew: those that stay first.</summary>
    /// <param name="cluster">The cluster's name, for messages.</param>
    /// <param name="members">All members that stand.</param>
    /// <param name="leaving">The names of those that leave.</param>
    /// <exception cref="ArgumentException">Nobody stays, or names repeat.</exception>
    public static DepartureRequest Of(string cluster, IEnumerable<Member> members, IReadOnlySet<string> leaving)
    {
        var all = members.OrderBy(member => member.Shard).ThenBy(member => member.Index).ToList();
        var staying = all.Where(member => !leaving.Contains(member.Name)).ToList();
        var numbers = staying.Concat(all).Select(member => member.Shard).Distinct()
            .Select((shard, number) => (shard, number)).ToDictionary(pair => pair.shard, pair => pair.number);
        return new DepartureRequest(DesiredCluster.Remaining(cluster, staying),
            [.. all.Where(member => leaving.Contains(member.Name))
                .Select(member => member with { Shard = numbers[member.Shard] })]);
    }
}
