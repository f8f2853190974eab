namespace RedisInfra.Cli.Status;

/// <summary>One server of a set with Sentinels as `status` shows it.</summary>
/// <param name="Node">Its name: the pod's.</param>
/// <param name="Role">"master", "replica", or "" for one that doesn't answer.</param>
/// <param name="Keys">How many keys it holds; null for one that doesn't answer.</param>
/// <param name="MemoryBytes">used_memory; null for one that doesn't answer.</param>
/// <param name="LagBytes">How far a replica is behind the master; null where that can't be told.</param>
/// <param name="Link">"up" or "down" for a replica, "" for others.</param>
/// <param name="State">"ok", or what is wrong, in a few words.</param>
internal sealed record SentinelServerRow(
    string Node, string Role, long? Keys, long? MemoryBytes, long? LagBytes, string Link, string State);
