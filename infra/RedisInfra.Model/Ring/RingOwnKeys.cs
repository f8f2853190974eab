namespace RedisInfra.Model.Ring;

/// <summary>Keys at a ring's servers that are ours: no move copies, counts or deletes them as a user's.</summary>
public static class RingOwnKeys
{
    /// <summary>Whether a key is one of them.</summary>
    public static bool Contains(ReadOnlySpan<byte> key) =>
        key.SequenceEqual("redisinfra:ring"u8) || key.SequenceEqual("redisinfra:ring-move"u8)
        // Of a shard with replicas: whose data it is (components, Sentinel).
        || key.SequenceEqual("redisinfra:master"u8);
}
