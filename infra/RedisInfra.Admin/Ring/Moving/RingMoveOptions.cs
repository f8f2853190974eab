namespace RedisInfra.Admin.Ring.Moving;

/// <summary>How a ring's keys are moved, how hard, and who is told.</summary>
public sealed record RingMoveOptions
{
    /// <summary>The part of its speed that a gentle move has.</summary>
    internal const int GentleParts = 4;

    /// <summary>Whether keys move or are given up. They move.</summary>
    public RingMoveMode Mode { get; init; } = RingMoveMode.Exact;

    /// <summary>How long one MIGRATE is to take: more keys at once are faster and block clients longer. 1 ms.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>A quarter of the budget, and a rest of three times as long as each step took. Off.</summary>
    public bool Gentle { get; init; }

    /// <summary>The most servers that send at once. 2.</summary>
    public int MaxSources { get; init; } = 2;

    /// <summary>The most bytes of one batch, as far as values are not bigger alone. 8 MiB.</summary>
    public long MaxBatchBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>
    /// How long writers may wait for the last changes before the old proxies are stopped; it is given up then, and
    /// tried again when less is left to do. 2 s.
    /// </summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long writers may be faster than the copy, before the move stops. Nothing is lost by that. 10 min.
    /// </summary>
    public TimeSpan SettleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>For each of the two steps of <see cref="IRingSwitch"/>. 2 min.</summary>
    public TimeSpan SwitchTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Delete keys that are where the old ring doesn't put them, which no client could read, instead of refusing. Off.
    /// </summary>
    public bool DropStrangers { get; init; }

    /// <summary>
    /// Where a pool's servers say what is to be done: begin only when its digest is still this; null for any.
    /// </summary>
    public string? ExpectedFingerprint { get; init; }

    /// <summary>What tells this run from others at the same servers, without spaces; null for a random one.</summary>
    public string? RunId { get; init; }

    /// <summary>How long to wait for another run at the same servers, before refusing. 8 s.</summary>
    public TimeSpan WaitForOthers { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Told of progress, several times a second.</summary>
    public Action<RingMoveProgress>? Progress { get; init; }

    /// <summary>Told once of what happens: a step, a wait, a retry.</summary>
    public Action<string>? Say { get; init; }
}
