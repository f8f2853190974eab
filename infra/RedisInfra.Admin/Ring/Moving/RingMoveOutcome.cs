using System.Collections.Immutable;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>What a run did.</summary>
/// <param name="Result">How it ended.</param>
public sealed record RingMoveOutcome(RingMoveResult Result)
{
    /// <summary>Whether an earlier run had begun, which this one continued.</summary>
    public bool IsResumed { get; init; }

    /// <summary>Keys that are now at another server; in cache mode, those that were given up.</summary>
    public long Keys => Pairs.Sum(pair => pair.Keys);

    /// <summary>Memory of what this run copied, in bytes, each key once.</summary>
    public long Bytes => Pairs.Sum(pair => pair.Bytes);

    /// <summary>How often a key was carried over again, because a client had changed it.</summary>
    public long ChangedAgain { get; init; }

    /// <summary>
    /// From the moment from which writers waited to the moment from which the new proxies served; zero when this run
    /// didn't stop the old ones.
    /// </summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Of that, until <see cref="IRingSwitch.StopOldAsync"/> was called.</summary>
    public TimeSpan PauseBeforeStop { get; init; }

    /// <summary>How long the copy took, up to the pause.</summary>
    public TimeSpan CopyTime { get; init; }

    /// <summary>The whole run.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Who gave what to whom; pairs without a key aren't there.</summary>
    public ImmutableArray<RingPairMoved> Pairs { get; init; } = [];
}
