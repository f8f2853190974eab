using System.Collections.Immutable;

namespace RedisInfra.Model.Topology;

/// <summary>A master and its replicas: the owner of a set of slots.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Members">Its members, in the order of their indexes.</param>
public sealed record Shard(int Index, ImmutableArray<Member> Members);
