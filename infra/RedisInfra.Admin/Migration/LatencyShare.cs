namespace RedisInfra.Admin.Migration;

/// <summary>
/// The part of its speed that a move may use so that clients stay within a limit: halved each time they were above it,
/// and won back slowly. Pure.
/// </summary>
internal sealed class LatencyShare
{
    /// <summary>Something always goes forward: a limit that no server keeps slows down and doesn't stop.</summary>
    public const double Least = 1.0 / 16;

    private const double WonBack = 1.03;

    /// <summary>From <see cref="Least"/> to 1.</summary>
    public double Value { get; private set; } = 1;

    /// <summary>Takes in what was measured since the last time.</summary>
    public void Seen(TimeSpan worst, TimeSpan limit) =>
        Value = worst > limit ? Math.Max(Least, Value / 2) : Math.Min(1, Value * WonBack);

    /// <summary>How long to rest after work that took so long: the work's part of the whole is the share.</summary>
    public TimeSpan Rest(TimeSpan took) => took * ((1 / Value) - 1);
}
