namespace RedisInfra.Admin.Sentinel;

/// <summary>How long a handover may take.</summary>
public sealed record HandoverOptions
{
    /// <summary>For replicas to get what was written before the pause. 5 s by default.</summary>
    public TimeSpan CatchUp { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From asking for the failover to a promoted replica. 20 s by default.</summary>
    public TimeSpan Promotion { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>From the promotion until all follow and all Sentinels agree. 60 s by default.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long the old master holds writes back at most when nobody lifts that, because this process was killed;
    /// renewed while a promotion is waited for. 30 s by default.
    /// </summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(30);
}
