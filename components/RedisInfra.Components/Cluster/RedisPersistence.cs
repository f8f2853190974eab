namespace RedisInfra.Components.Cluster;

/// <summary>
/// What a member writes to its storage: <see cref="None"/>, <see cref="Rdb"/>, <see cref="Aof"/> or <see cref="Both"/>.
/// A server that is told to stop writes all it has; what a crash may lose is said with each. Source of the rules:
/// redis.io, "Redis persistence".
/// </summary>
public sealed record RedisPersistence
{
    /// <summary>Redis's own: after 1 h with 1 change, 5 min with 100, 1 min with 10,000.</summary>
    private static readonly IReadOnlyList<RedisSnapshotRule> _usualRules =
    [
        new(TimeSpan.FromHours(1), 1), new(TimeSpan.FromMinutes(5), 100), new(TimeSpan.FromMinutes(1), 10_000),
    ];

    /// <summary>Nothing is written: each restart loses everything.</summary>
    public static RedisPersistence None { get; } = new() { AppendOnly = AofSync.Off, Snapshots = false };

    /// <summary>The append-only file.</summary>
    /// <value><see cref="AofSync.EverySecond"/> unless set.</value>
    public AofSync AppendOnly { get; init; } = AofSync.EverySecond;

    /// <summary>Whether snapshots are saved, by <see cref="SnapshotRules"/>.</summary>
    /// <value>true unless set.</value>
    public bool Snapshots { get; init; } = true;

    /// <summary>When snapshots are saved: as soon as one of the rules holds.</summary>
    /// <value>1 to 16; after 1 h with 1 change, 5 min with 100, 1 min with 10,000 unless set.</value>
    public IReadOnlyList<RedisSnapshotRule> SnapshotRules { get; init; } = _usualRules;

    /// <summary>
    /// Snapshots only. A crash, of Redis or of the machine, loses what was written since the last one: the rules say
    /// how much that may be.
    /// </summary>
    /// <param name="rules">Redis's own unless given.</param>
    public static RedisPersistence Rdb(params RedisSnapshotRule[] rules) => Both(AofSync.Off, rules);

    /// <summary>
    /// The append-only file only. <see cref="AofSync.Always"/> loses nothing that was acknowledged,
    /// <see cref="AofSync.EverySecond"/> about one second and at most two, <see cref="AofSync.BySystem"/> nothing when
    /// Redis crashes and some 30 s when the machine does.
    /// </summary>
    /// <param name="sync">When it reaches the disk.</param>
    public static RedisPersistence Aof(AofSync sync = AofSync.EverySecond) =>
        new() { AppendOnly = sync, Snapshots = false };

    /// <summary>
    /// Both. A crash loses what <see cref="Aof"/> does: a server that starts reads the append-only file, which has
    /// more, and not the snapshot. That one is for copies that are kept elsewhere.
    /// </summary>
    /// <param name="sync">When the append-only file reaches the disk.</param>
    /// <param name="rules">When snapshots are taken; Redis's own unless given.</param>
    public static RedisPersistence Both(AofSync sync = AofSync.EverySecond, params RedisSnapshotRule[] rules) =>
        new() { AppendOnly = sync, SnapshotRules = rules.Length == 0 ? _usualRules : rules };

    /// <summary>True when a restarted member finds nothing of its own.</summary>
    internal bool IsNone => AppendOnly == AofSync.Off && !Snapshots;

    /// <summary>How much of the memory limit is for data when nobody said.</summary>
    internal int MaxMemoryPercent => AppendOnly == AofSync.Off
        ? RedisClusterDefaults.MaxMemoryPercent
        : RedisClusterDefaults.MaxMemoryPercentWithAof;
}
