namespace RedisInfra.Components.Cluster;

/// <summary>What a member writes to its storage. Source of the rule: redis.io, "Redis persistence".</summary>
public sealed record RedisPersistence
{
    /// <summary>The append-only file.</summary>
    /// <value><see cref="AofSync.EverySecond"/> unless set.</value>
    public AofSync AppendOnly { get; init; } = AofSync.EverySecond;

    /// <summary>Whether snapshots are saved: after 1 h with 1 change, 5 min with 100, 1 min with 10,000.</summary>
    /// <value>true unless set.</value>
    public bool Snapshots { get; init; } = true;

    /// <summary>True when a restarted member finds nothing of its own.</summary>
    internal bool IsNone => AppendOnly == AofSync.Off && !Snapshots;
}
