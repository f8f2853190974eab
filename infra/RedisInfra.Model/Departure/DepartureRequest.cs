using System.Collections.Immutable;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Departure;

/// <summary>Who is to leave a cluster that stands.</summary>
/// <param name="Staying">The members that stand and stay: at least 3 shards.</param>
/// <param name="Leaving">The members that stand, or stood, and leave.</param>
public sealed record DepartureRequest(DesiredCluster Staying, ImmutableArray<Member> Leaving)
{
    /// <summary>Everybody who is looked at: those that stay, then those that leave.</summary>
    public IEnumerable<Member> Members => Staying.Members.Concat(Leaving);
}
