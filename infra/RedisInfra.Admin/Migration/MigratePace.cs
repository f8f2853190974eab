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

    /// <summary>What a small key takes on any machine of today, and how fast bytes move.</summary>
    private const double ExpectedSecondsPerKey = 10e-6;
    private const double ExpectedBytesPerSecond = 200e6;

    /// <summary>The part of what is expected to fit into the budget that a batch has at least.</summary>
    private const double LeastOfExpected = 0.5;

    private double _secondsPerKey = FirstSecondsPerKey;
    private double _expectedSecondsPerKey = ExpectedSecondsPerKey;

    /// <summary>The part of the budget that a batch may take.</summary>
    public LatencyShare Share { get; } = new();

    /// <summary>How many keys the next batch takes.</summary>
    public int Keys { get; private set; } = FirstKeys;

    /// <summary>How fast keys move while a batch is under way.</summary>
    public double KeysPerSecond => 1 / _secondsPerKey;

    /// <summary>
    /// How big the keys that follow are. A batch that takes longer than such keys can need has waited for a processor
    /// or for the other end. Fewer keys don't make that shorter, so they aren't reduced without end because of it.
    /// </summary>
    public void Expect(double bytesPerKey) =>
        _expectedSecondsPerKey = ExpectedSecondsPerKey + (bytesPerKey / ExpectedBytesPerSecond);

    /// <summary>A batch was answered.</summary>
    /// <param name="keys">How many keys it had.</param>
    /// <param name="elapsed">From sending to the last reply.</param>
    /// <param name="roundTrip">How much of that a command that does nothing takes.</param>
    public void Took(int keys, TimeSpan elapsed, TimeSpan roundTrip)
    {
        if (keys <= 0) return;
        double took = Math.Max((elapsed - roundTrip).TotalSeconds, elapsed.TotalSeconds * LeastShare);
        // A small batch is mostly overhead and says little about what one key costs.
        double weight = Smoothing * Math.Min(1, (double)keys / Keys);
        _secondsPerKey += weight * ((took / keys) - _secondsPerKey);
        _secondsPerKey = Math.Clamp(_secondsPerKey, 1e-7, 10);
        double seconds = budget.TotalSeconds * Share.Value;
        double least = seconds * LeastOfExpected / _expectedSecondsPerKey;
        double wanted = Math.Min(Math.Max(seconds / _secondsPerKey, least), MaxKeys);
        // Twice as many at most: one lucky measurement must not make the next batch a long one.
        Keys = (int)Math.Clamp(wanted, 1, Keys * 2.0);
    }

    /// <summary>A batch took far too long, or failed: begin again with few.</summary>
    public void Halve() => Keys = Math.Max(1, Keys / 2);
}
