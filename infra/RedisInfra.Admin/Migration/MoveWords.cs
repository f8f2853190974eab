using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Rebalancing.Reports;

namespace RedisInfra.Admin.Migration;

/// <summary>Moves, in words.</summary>
internal static class MoveWords
{
    /// <summary>What a plan will do, on one line.</summary>
    public static string Plan(RebalancePlan plan, bool isGentle) =>
        $"moving {PlanWords.Summary(plan, MoveSpeed.Of(plan.Method, isGentle))}";

    /// <summary>What was done, what is left, and how to go on.</summary>
    public static MoveStoppedException Stopped(string cluster, string reason, MoveTally tally, Exception inner)
    {
        var progress = tally.Progress(isPaused: false);
        string done = !tally.IsTouched || progress is null ? "Nothing was changed"
            : $"{Amounts.Count(progress.SlotsDone, "slot")} and {Amounts.Count(progress.KeysDone, "key")} have moved "
                + $"and stay, still to move: {Amounts.Count(progress.SlotsTotal - progress.SlotsDone, "slot")}";
        return new MoveStoppedException($"RI3254 Redis Cluster \"{cluster}\": moving slots stopped: {reason}. {done}. "
            + "Running again continues from there.", progress, inner);
    }
}
