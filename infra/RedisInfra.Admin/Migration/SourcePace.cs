namespace RedisInfra.Admin.Migration;

/// <summary>What has been learned about one source: how fast it sends, and how far away it is.</summary>
internal sealed class SourcePace(MoveOptions options, int nodeTimeoutMs)
{
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(5);

    /// <summary>Keys of one batch.</summary>
    public MigratePace Pace { get; } = new(
        options.Gentle ? options.Budget / MoveOptions.GentleParts : options.Budget);

    /// <summary>What a command that does nothing takes: the shortest of the last few.</summary>
    public TimeSpan RoundTrip { get; private set; }

    /// <summary>
    /// How long one end of a MIGRATE waits for the other. A source is blocked meanwhile, up to three times in one
    /// MIGRATE (connect, write, read), and a node that is blocked for the whole node timeout is failed over.
    /// </summary>
    public TimeSpan MigrateTimeout { get; } = TimeSpan.FromMilliseconds(
        Math.Clamp(nodeTimeoutMs / 4.0, s_least.TotalMilliseconds, s_most.TotalMilliseconds));

    /// <summary>For the answer to a batch.</summary>
    public TimeSpan ReplyTimeout => (MigrateTimeout * 4) + s_margin;

    /// <summary>The last error of a MIGRATE, for messages.</summary>
    public string LastError { get; set; } = "";

    /// <summary>A command that does nothing was answered.</summary>
    public void Pinged(TimeSpan took) =>
        // A slow decay: a way that got longer is noticed, a stall isn't taken for it.
        RoundTrip = RoundTrip == TimeSpan.Zero || took < RoundTrip ? took : RoundTrip * 1.1 < took ? RoundTrip * 1.1
            : took;
}
