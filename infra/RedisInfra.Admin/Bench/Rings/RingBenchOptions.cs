namespace RedisInfra.Admin.Bench.Rings;

/// <summary>What is measured of a ring that grows from 4 servers to 6 and shrinks again.</summary>
public sealed record RingBenchOptions
{
    /// <summary>The servers.</summary>
    public ServerBuild Build { get; init; } = ServerBuild.System;

    /// <summary>How many keys. 1,000,000.</summary>
    public int Keys { get; init; } = 1_000_000;

    /// <summary>The size of a value, in bytes. 100.</summary>
    public int ValueBytes { get; init; } = 100;

    /// <summary>How often all of it is measured. 3.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Whether to measure without clients.</summary>
    public bool WithoutLoad { get; init; } = true;

    /// <summary>Whether to measure while clients work.</summary>
    public bool WithLoad { get; init; } = true;

    /// <summary>What clients do, in operations a second. 2,000.</summary>
    public int LoadPerSecond { get; init; } = 2000;

    /// <summary>How long clients work before anything moves, to know what they see then. 5 s.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromSeconds(5);
}
