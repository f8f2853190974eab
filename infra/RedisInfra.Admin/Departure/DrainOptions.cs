using RedisInfra.Admin.Migration;
using RedisInfra.Model.Departure;

namespace RedisInfra.Admin.Departure;

/// <summary>Deadlines of letting members leave, and who is told.</summary>
public sealed record DrainOptions
{
    /// <summary>How slots are moved, and who is told of their progress.</summary>
    public MoveOptions Moves { get; init; } = new();

    /// <summary>Without any progress, moving slots aside: a step that was done. 2 min.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The same while a member that changes its shard copies that one, which takes as long as it has data.
    /// 30 min.</summary>
    public TimeSpan CopyTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// For a server to delete the keys of slots that it has given up, without any going. Then they are looked at. 10 s.
    /// </summary>
    public TimeSpan TrimTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For one hand-over of a shard, before the plan is made anew. 15 s.</summary>
    public TimeSpan HandOverTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Between two looks. 100 ms.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Begin only when <see cref="DrainPlan.Fingerprint"/> is still this; null for whatever is found.
    /// </summary>
    public string? ExpectedFingerprint { get; init; }

    /// <summary>Told of each step when it is done.</summary>
    public Action<DepartureStep>? StepDone { get; init; }

    /// <summary>Told why nothing can be done yet, when that changes.</summary>
    public Action<string>? Waiting { get; init; }
}
