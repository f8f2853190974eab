using RedisInfra.Admin.Migration;
using RedisInfra.Model.Repair;

namespace RedisInfra.Admin.Repair;

/// <summary>Deadlines of a repair, and who is told.</summary>
public sealed record RepairOptions
{
    /// <summary>How open slots are finished.</summary>
    public MoveOptions Moves { get; init; } = new();

    /// <summary>Until the nodes show what a step did, or settle by themselves. 30 s.</summary>
    public TimeSpan SettleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Before a step that shows no effect yet is taken again. 5 s.</summary>
    public TimeSpan RepeatAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two looks. 200 ms.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Told of each step when it was taken.</summary>
    public Action<RepairStep>? StepDone { get; init; }

    /// <summary>Told what is waited for, when that changes.</summary>
    public Action<string>? Waiting { get; init; }
}
