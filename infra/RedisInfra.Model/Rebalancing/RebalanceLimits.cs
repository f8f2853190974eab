namespace RedisInfra.Model.Rebalancing;

/// <summary>What a move of slots may do to a cluster.</summary>
public sealed record RebalanceLimits
{
    /// <summary>
    /// The biggest key that is moved with MIGRATE, in bytes; null: what can be moved within a quarter of the node
    /// timeout at <see cref="BytesPerSecond"/>. Both ends are blocked meanwhile, and a node that is blocked for the
    /// whole timeout is failed over (redis #3396, #6999).
    /// </summary>
    public long? MaxKeyBytes { get; init; }

    /// <summary>How many bytes a second one MIGRATE of a big key moves at least: 50 MB/s unless set.</summary>
    public long BytesPerSecond { get; init; } = 50_000_000;

    /// <summary>How full a destination may become, in percent of its maxmemory: 95 unless set.</summary>
    public int MaxMemoryPercent { get; init; } = 95;
}
