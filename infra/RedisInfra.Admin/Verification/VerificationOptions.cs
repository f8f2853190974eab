namespace RedisInfra.Admin.Verification;

/// <summary>Deadlines of a verification.</summary>
public sealed record VerificationOptions
{
    /// <summary>Until every member agrees and is healthy. 30 s by default.</summary>
    public TimeSpan HealthTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Until a client has written and read on every shard. 15 s by default.</summary>
    public TimeSpan ClientTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Between two looks. 50 ms by default.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(50);
}
