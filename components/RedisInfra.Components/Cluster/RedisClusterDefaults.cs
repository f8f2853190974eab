namespace RedisInfra.Components.Cluster;

/// <summary>The numbers behind <see cref="RedisCluster"/> and where they come from.</summary>
internal static class RedisClusterDefaults
{
    public const int Port = 6379;

    /// <summary>Redis adds 10000 to the port for the cluster bus.</summary>
    public const int BusPort = Port + 10000;

    /// <summary>The uid and gid of "redis" in the official Debian images.</summary>
    public const int UserId = 999;

    public const int Slots = 16384;
    public const int MinShards = 3;

    /// <summary>redis.io, "Redis cluster specification": up to 1000 nodes.</summary>
    public const int MaxMembers = 1000;

    public const int MaxReplicasPerShard = 5;
    public const int PasswordLength = 32;
    public const int MinPasswordLength = 16;
    public const int MinMemoryMebibytes = 64;

    /// <summary>
    /// maxmemory as a part of the memory limit: the rest is for fork copies, client and replication buffers.
    /// </summary>
    public const int MaxMemoryPercent = 75;

    /// <summary>With an append-only file: its rewrite copies the pages that change meanwhile, and buffers.</summary>
    public const int MaxMemoryPercentWithAof = 65;

    /// <summary>How long preStop tries to hand a master's shard over.</summary>
    public const int HandoverSeconds = 20;

    /// <summary>redis.conf shutdown-timeout: how long a stopping master waits for replicas that lag.</summary>
    public const int ShutdownSeconds = 10;

    /// <summary>Above both, or the kubelet kills a node in the middle of handing over.</summary>
    public const int GraceSeconds = HandoverSeconds + ShutdownSeconds + 30;

    /// <summary>Seconds until a new container's server must answer anything; loading counts as an answer.</summary>
    public const int StartupSeconds = 300;

    public const int MaxSnapshotRules = 16;

    public static readonly TimeSpan MaxSnapshotTime = TimeSpan.FromDays(7);

    /// <summary>Kubernetes API reference, ClientIPConfig.timeoutSeconds.</summary>
    public static readonly TimeSpan MaxAffinity = TimeSpan.FromDays(1);

    public static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan NodeTimeout = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan MinNodeTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Twice this must pass within <see cref="StartupSeconds"/>: see the restart guard in start.sh.</summary>
    public static readonly TimeSpan MaxNodeTimeout = TimeSpan.FromSeconds(60);

    public static readonly string[] MaxMemoryPolicies =
    [
        "noeviction", "allkeys-lru", "allkeys-lfu", "allkeys-random",
        "volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl",
    ];

    public static bool IsSnapshotTime(TimeSpan time) => IsWholeSeconds(time, MaxSnapshotTime);

    public static bool IsAffinity(TimeSpan time) => IsWholeSeconds(time, MaxAffinity);

    private static bool IsWholeSeconds(TimeSpan time, TimeSpan max) =>
        time >= OneSecond && time <= max && time.Ticks % TimeSpan.TicksPerSecond == 0;
}
