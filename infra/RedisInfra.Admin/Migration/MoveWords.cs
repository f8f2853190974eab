using System.Globalization;
using RedisInfra.Model.Rebalancing;

namespace RedisInfra.Admin.Migration;

/// <summary>Moves, in words.</summary>
internal static class MoveWords
{
    /// <summary>What a plan will do, on one line.</summary>
    public static string Plan(RebalancePlan plan) => string.Create(CultureInfo.InvariantCulture,
        $"moving {plan.Slots} slot(s) with {plan.Keys} key(s), about {Bytes(plan.Bytes)}, "
            + $"by {plan.Moves.Length} move(s)");

    /// <summary>What was done, what is left, and how to go on.</summary>
    public static MoveStoppedException Stopped(string cluster, string reason, MoveTally tally, Exception inner)
    {
        var progress = tally.Progress(isPaused: false);
        string done = !tally.IsTouched || progress is null ? "Nothing was changed"
            : string.Create(CultureInfo.InvariantCulture,
                $"{progress.SlotsDone} slot(s) and {progress.KeysDone} key(s) have moved and stay, "
                + $"{progress.SlotsTotal - progress.SlotsDone} slot(s) are left");
        return new MoveStoppedException($"RI3254 Redis Cluster \"{cluster}\": moving slots stopped: {reason}. {done}. "
            + "Running again continues from there.", progress, inner);
    }

    /// <summary>"1.5 MB".</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB"),
    };
}
