namespace RedisInfra.Admin.Tests.Simulation.Nodes;

/// <summary>What a node has after kill -9 and a restart, besides its nodes.conf.</summary>
internal enum Persistence
{
    /// <summary>Everything that it had acknowledged.</summary>
    Kept,

    /// <summary>All but the last second.</summary>
    LastSecondLost,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>What the servers of a run are and how they are configured.</summary>
internal sealed record ServerProfile
{
    public string Version { get; init; } = "7.0.15";

    /// <summary>Whether servers move slots themselves.</summary>
    public bool IsAtomic => IsValkey || Version.StartsWith("8.", StringComparison.Ordinal);

    public bool IsValkey { get; init; }

    public string? Password { get; init; }

    public int NodeTimeoutMs { get; init; } = 2000;

    public bool AllowsReplicaMigration { get; init; }

    public Persistence Persistence { get; init; }

    /// <summary>The most that a replica is behind its master.</summary>
    public int ReplicaLagUs { get; init; } = 2000;

    /// <summary>How many commands of a hundred others may come between, when they were sent in one go.</summary>
    public int InterleavePercent { get; init; } = 5;
}
