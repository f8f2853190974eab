using System.Collections.Immutable;

namespace RedisInfra.Model.Topology;

/// <summary>A master and its replicas: the owner of a set of slots.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Members">Its members, in the order of their indexes.</param>
public sealed record Shard(int Index, ImmutableArray<Member> Members)
{
    /// <summary>
    /// Its part of the slots in relation to the other shards'; 1 unless set. With 0 it gives up all it has and keeps
    /// its members.
    /// </summary>
    public int Weight { get; init; } = 1;
}
