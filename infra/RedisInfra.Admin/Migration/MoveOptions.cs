using RedisInfra.Model.Observation;

namespace RedisInfra.Admin.Migration;

/// <summary>How slots are moved, how hard, and who is told.</summary>
public sealed record MoveOptions
{
    /// <summary>The part of its speed that a gentle move has.</summary>
    internal const int GentleParts = 4;

    /// <summary>How long one MIGRATE is to take: more keys at once are faster and block clients longer. 1 ms.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// So that clients hardly notice: a quarter of the budget, a rest of three times as long as each MIGRATE took, and
    /// four times as many slots at once, as opening and ending a window stalls clients too. Off.
    /// </summary>
    public bool Gentle { get; init; }

    /// <summary>
    /// Slow down while a PING of our own over a connection of its own takes longer than this at a source or a
    /// destination; null for no such limit. At a sixteenth of the batch and of the time it goes on all the same. An
    /// atomic migration can't be slowed down: the next one waits until PINGs are within the limit.
    /// </summary>
    public TimeSpan? LatencyLimit { get; init; }

    /// <summary>The most slots that are open at once between two masters. 128.</summary>
    public int MaxWindowSlots { get; init; } = 128;

    /// <summary>The most sources that send at once. 2.</summary>
    public int MaxSources { get; init; } = 2;

    /// <summary>
    /// About how many bytes one atomic migration takes at most. 256 MiB; an eighth of it when gentle.
    /// </summary>
    public long MaxTaskBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>The method; null for the best that all masters have.</summary>
    public MigrationMethod? Method { get; init; }

    /// <summary>For the whole. 24 h: a stalled step ends much sooner, by <see cref="StallTimeout"/>.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Without any progress: a slot, a key, an agreement. 2 min.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Between two looks while nodes settle. 20 ms.</summary>
    public TimeSpan SettlePoll { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Finish or close what a stopped move left open, and move nothing else. Off.</summary>
    public bool OnlyOpenSlots { get; init; }

    /// <summary>
    /// What tells this run from others that move slots of the same cluster, without spaces; null for a random one.
    /// </summary>
    public string? RunId { get; init; }

    /// <summary>How long to wait for another run that moves slots of the same cluster, before refusing. 8 s.</summary>
    public TimeSpan WaitForOthers { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Told of progress, several times a second.</summary>
    public Action<MoveProgress>? Progress { get; init; }

    /// <summary>Told once of what happens: a plan, a wait, a retry.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>Pauses and resumes; null for neither.</summary>
    public MoveControl? Control { get; init; }

    /// <summary>
    /// Carry the plan out only if it is made for this <see cref="ClusterFingerprint"/>; null for whatever is found.
    /// </summary>
    public string? ExpectedFingerprint { get; init; }
}
