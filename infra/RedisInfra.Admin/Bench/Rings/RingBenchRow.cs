using System.Globalization;
using RedisInfra.Admin.Ring.Moving;

namespace RedisInfra.Admin.Bench.Rings;

/// <summary>One change of a ring, measured.</summary>
/// <param name="Direction">"4 to 6" or "6 to 4".</param>
/// <param name="Outcome">What the mover says.</param>
/// <param name="Least">The fewest keys that this change can move: those whose server is another one.</param>
/// <param name="PairKeysPerSecond">What two servers did alone just before, with MIGRATEs of 100 keys.</param>
public sealed record RingBenchRow(string Direction, RingMoveOutcome Outcome, long Least, double PairKeysPerSecond)
{
    /// <summary>What clients saw before anything moved; null without clients.</summary>
    public RingBenchLap? Idle { get; init; }

    /// <summary>What clients saw meanwhile; null without clients.</summary>
    public RingBenchLap? Client { get; init; }

    /// <summary>Keys that didn't have their last acknowledged value through the new proxy afterwards.</summary>
    public long Wrong { get; init; }

    /// <summary>Keys at a server where the new ring doesn't look for them.</summary>
    public long Misplaced { get; init; }

    /// <summary>Keys copied a second, the changes that came meanwhile carried over in that time as well.</summary>
    public double KeysPerSecond => Outcome.Keys / Math.Max(1e-6, Outcome.CopyTime.TotalSeconds);

    /// <summary>The copy beside two servers alone.</summary>
    public double Ratio => KeysPerSecond / PairKeysPerSecond;

    /// <summary>How many more keys moved than had to, as a part of those.</summary>
    public double Excess => Least == 0 ? 0 : (double)(Outcome.Keys - Least) / Least;

    /// <summary>Whether no key was lost, stale or at a wrong server.</summary>
    public bool IsWell => Wrong == 0 && Misplaced == 0 && (Client?.Stale ?? 0) == 0;

    /// <summary>On one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Direction}{(Client is null ? "" : ", clients")}: {Outcome.Keys} keys "
        + $"(least {Least}, {Excess:+0.00%;-0.00%;0%}) copied in {Outcome.CopyTime.TotalSeconds:0.00} s, "
        + $"{KeysPerSecond:0} keys/s: {Ratio:0.00} of a pair's {PairKeysPerSecond:0}; "
        + $"{Outcome.ChangedAgain} again, writers waited {Outcome.Pause.TotalMilliseconds:0} ms, "
        + $"all {Outcome.Elapsed.TotalSeconds:0.0} s; {Wrong} wrong, {Misplaced} misplaced")
        + (Client is null ? "" : $"; writes {Client}; before {Idle}");
}
