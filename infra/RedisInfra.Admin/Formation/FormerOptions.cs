using RedisInfra.Model.Formation;

namespace RedisInfra.Admin.Formation;

/// <summary>Deadlines and pauses of forming a cluster.</summary>
public sealed record FormerOptions
{
    /// <summary>
    /// For the whole: until every member answers, the cluster is formed and all agree. 5 min by default.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For one wait for gossip, before the plan is made anew. 20 s by default.</summary>
    public TimeSpan SettleTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Between two looks while gossip settles. 10 ms by default.</summary>
    public TimeSpan SettlePoll { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Between two looks while members don't answer, or after a failed step. 200 ms by default.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// For giving members their node timeout back when forming fails or is cancelled. 3 s by default.
    /// </summary>
    public TimeSpan RestoreTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Told of each step when it is done.</summary>
    public Action<FormationStep>? StepDone { get; init; }

    /// <summary>Told why nothing can be done yet, when that changes.</summary>
    public Action<string>? Waiting { get; init; }
}
