namespace RedisInfra.Admin.Tests.Simulation.Faults;

/// <summary>What can go wrong.</summary>
internal enum FaultKind
{
    /// <summary>Our own process is killed: before, during or after what it sends.</summary>
    KillUs,

    /// <summary>Somebody presses Ctrl-C.</summary>
    CancelUs,

    /// <summary>Our connection breaks before the command arrives.</summary>
    CutBefore,

    /// <summary>Our connection breaks after the command, or a part of the pipeline, was done.</summary>
    CutAfter,

    /// <summary>The command arrives late, perhaps after we have given it up.</summary>
    Delay,

    /// <summary>A node is killed and starts again.</summary>
    KillNode,

    /// <summary>A node doesn't do anything for a while.</summary>
    Stall,

    /// <summary>Two nodes don't reach each other.</summary>
    CutPair,

    /// <summary>A node reaches nobody.</summary>
    Isolate,

    /// <summary>We don't reach a node.</summary>
    CutUs,

    /// <summary>Somebody makes a replica take over.</summary>
    Failover,

    /// <summary>Something happens to the next MIGRATE.</summary>
    Transfer,
}
