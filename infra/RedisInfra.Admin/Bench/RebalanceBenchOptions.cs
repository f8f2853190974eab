namespace RedisInfra.Admin.Bench;

/// <summary>What is measured, and with what.</summary>
public sealed record RebalanceBenchOptions
{
    /// <summary>How our own command line is started: the program and its first arguments.</summary>
    public required IReadOnlyList<string> OurProgram { get; init; }

    /// <summary>The servers, and the redis-cli that comes with them.</summary>
    public ServerBuild Build { get; init; } = ServerBuild.System;

    /// <summary>How many keys. 1,000,000.</summary>
    public int Keys { get; init; } = 1_000_000;

    /// <summary>The size of a value, in bytes. 100.</summary>
    public int ValueBytes { get; init; } = 100;

    /// <summary>Replicas of each master. 1.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Whether to measure without clients.</summary>
    public bool WithoutLoad { get; init; } = true;

    /// <summary>Whether to measure while clients work.</summary>
    public bool WithLoad { get; init; } = true;

    /// <summary>What clients do, in operations a second. 2,000.</summary>
    public int LoadPerSecond { get; init; } = 2000;

    /// <summary>How long clients work before anything moves, to know what they see then. 10 s.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Which movers, by name; all when empty.</summary>
    public IReadOnlyList<string> Movers { get; init; } = [];
}
