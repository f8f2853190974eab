using System.Collections.Immutable;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Rebalancing;

/// <summary>What a cluster's slots should become.</summary>
/// <param name="Desired">The shards that stay or come, with their weights.</param>
public sealed record RebalanceRequest(DesiredCluster Desired)
{
    /// <summary>Members of the standing cluster that are to give up all they own; none unless set.</summary>
    public ImmutableArray<Member> Leaving { get; init; } = [];

    /// <summary>
    /// Nodes that were asked by whoever makes this request, own nothing and are no part of the cluster any more, even
    /// if somebody still knows them.
    /// </summary>
    public ImmutableArray<NodeId> Departed { get; init; } = [];

    /// <summary>
    /// For previews: a declared shard none of whose members answers counts as a new one that is empty and has room,
    /// instead of keeping the plan from being made.
    /// </summary>
    public bool AssumesNewShards { get; init; }

    /// <summary>The method; null for the best that all masters have.</summary>
    public MigrationMethod? Method { get; init; }

    /// <summary>What is allowed.</summary>
    public RebalanceLimits Limits { get; init; } = new();

    /// <summary>Everybody who must answer: those that stay and those that leave, in the order of observation.</summary>
    public IEnumerable<Member> Members => Desired.Members.Concat(Leaving);
}
