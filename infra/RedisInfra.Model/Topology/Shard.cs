using System.Collections.Immutable;

namespace RedisInfra.Model.Topology;

/// <summary>A master and its replicas: the owner of a set of slots.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Members">Its members, in the order of their indexes.</param>
public sealed record Shard(int Index, ImmutableArray<Member> Members)
{
    /// <summary>Its part of the slots in relation to the other shards': 1 or more; 1 unless set.</summary>
    public int Weight { get; init; } = 1;
}
