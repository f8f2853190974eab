namespace RedisInfra.Model.Topology;

/// <summary>Where a member belongs, whatever its address.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shard">Its shard, from 0.</param>
/// <param name="Index">Its place in the shard, from 0.</param>
public sealed record ShardPlace(string Name, int Shard, int Index);
