namespace RedisInfra.Admin.Bench.Workload;

/// <summary>What clients do while slots move.</summary>
public sealed record WorkloadOptions
{
    /// <summary>Operations a second, all kinds together. 2,000 unless set.</summary>
    public int RatePerSecond { get; init; } = 2000;

    /// <summary>
    /// How many do one operation after the other, each with keys of its own: a multiple of the 7 kinds spreads them
    /// evenly. 210 unless set.
    /// </summary>
    public int Lanes { get; init; } = 210;

    /// <summary>The size of a large value, in bytes. 32 KiB unless set.</summary>
    public int LargeBytes { get; init; } = 32 * 1024;

    /// <summary>How long an operation may take before it counts as an error. 5 s unless set.</summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often an operation on several keys is tried again when its slot is half moved. 1,000.</summary>
    public int MaxRetries { get; init; } = 1000;

    /// <summary>What its keys begin with.</summary>
    public string Prefix { get; init; } = "load:";

    /// <summary>The password of the servers, or null.</summary>
    public string? Password { get; init; }

    /// <summary>Nothing secret.</summary>
    public override string ToString() => $"{RatePerSecond} operations/s in {Lanes} lanes";
}
