namespace RedisInfra.Admin.Tests.Simulation.Runs;

/// <summary>What our processes do in a run.</summary>
internal enum ScenarioKind
{
    /// <summary>Slots move until each shard owns its part.</summary>
    Rebalance,

    /// <summary>The same, and now and then two processes at once, which may not want the same.</summary>
    TwoRebalancers,

    /// <summary>Members leave: shards are emptied or handed over, and those that left are forgotten.</summary>
    Drain,

    /// <summary>A cluster is formed of fresh nodes, and looked at again while clients use it.</summary>
    Form,
}
