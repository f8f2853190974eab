namespace RedisInfra.Cli.Clusters.Arguments;

/// <summary>What `--method` says.</summary>
internal enum MethodChoice
{
    /// <summary>The best that all masters have.</summary>
    Auto,

    /// <summary>SETSLOT and MIGRATE, which every version has.</summary>
    Windows,

    /// <summary>The servers' own migration: Redis 8.4, Valkey 9.</summary>
    Atomic,
}
