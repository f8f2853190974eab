namespace RedisInfra.Cli.Status;

/// <summary>One member as `status` shows it.</summary>
/// <param name="Node">Its name: the pod's.</param>
/// <param name="Role">"master", "replica", or "" for one that doesn't answer.</param>
/// <param name="Shard">The shard that was declared for it.</param>
/// <param name="Slots">How many slots it owns; null for one that doesn't answer.</param>
/// <param name="Keys">How many keys it holds; null for one that doesn't answer.</param>
/// <param name="MemoryBytes">used_memory; null for one that doesn't answer.</param>
/// <param name="LagBytes">How far a replica is behind its master; null for a master, or when either is silent.</param>
/// <param name="Link">"up" or "down" for a replica, "" for others.</param>
/// <param name="State">"ok", or what is wrong, in a few words; the cluster's findings say more.</param>
internal sealed record MemberStatus(
    string Node, string Role, int Shard, int? Slots, long? Keys, long? MemoryBytes, long? LagBytes, string Link,
    string State);
