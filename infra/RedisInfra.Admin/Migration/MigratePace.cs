namespace RedisInfra.Admin.Migration;

/// <summary>
/// How many keys one MIGRATE takes so that it blocks both ends for about a given time. Keys differ in size and servers
/// in speed, so a fixed number is either slow or rude; time is what clients feel. Pure.
/// </summary>
internal sealed class MigratePace(TimeSpan budget)
{
    /// <summary>The most keys of one batch: its command stays small beside what it moves.</summary>
    public const int MaxKeys = 4000;

    private const int FirstKeys = 32;
    private const double Smoothing = 0.2;
    private const double FirstSecondsPerKey = 20e-6;

    /// <summary>The share of a measured time that counts at least, however much of it the way there took.</summary>
    private const double LeastShare = 0.1;

    private double _secondsPerKey = FirstSecondsPerKey;

    /// <summary>The part of the budget that a batch may take.</summary>
    public LatencyShare Share { get; } = new();

    /// <summary>How many keys the next batch takes.</summary>
    public int Keys { get; private set; } = FirstKeys;

    /// <summary>How fast keys move while a batch is under way.</summary>
    public double KeysPerSecond => 1 / _secondsPerKey;

    /// <summary>A batch was answered.</summary>
    /// <param name="keys">How many keys it had.</param>
    /// <param name="elapsed">From sending to the last reply.</param>
    /// <param name="roundTrip">How much of that a command that does nothing takes.</param>
    public void Took(int keys, TimeSpan elapsed, TimeSpan roundTrip)
    {
        if (keys <= 0) return;
        double seconds = Math.Max((elapsed - roundTrip).TotalSeconds, elapsed.TotalSeconds * LeastShare);
        // A small batch is mostly overhead and says little about what one key costs.
        double weight = Smoothing * Math.Min(1, (double)keys / Keys);
        _secondsPerKey += weight * ((seconds / keys) - _secondsPerKey);
        _secondsPerKey = Math.Clamp(_secondsPerKey, 1e-7, 10);
        double wanted = Math.Min(budget.TotalSeconds * Share.Value / _secondsPerKey, MaxKeys);
        // Twice as many at most: one lucky measurement must not make the next batch a long one.
        Keys = (int)Math.Clamp(wanted, 1, Keys * 2.0);
    }

    /// <summary>A batch took far too long, or failed: begin again with few.</summary>
    public void Halve() => Keys = Math.Max(1, Keys / 2);
}
