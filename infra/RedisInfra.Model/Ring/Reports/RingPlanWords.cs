using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Ring.Reports;

/// <summary>The words that a ring's plan is told in, whatever it is written as.</summary>
public static class RingPlanWords
{
    /// <summary>Of a change that moves nothing.</summary>
    public const string Same = "same: both rings put every key at the same server, nothing has to move";

    /// <summary>What moves, on one line.</summary>
    public static string Summary(RingPlan plan)
    {
        string hashes = $"{RingWarnings.Percent(plan.Share)} of all hashes";
        string moves = Amounts.Count(plan.Moves.Length, "move");
        return plan.TotalKeys is { } total
            ? $"{Amounts.Count(plan.Keys)} of {Amounts.Count(total, "key")} ({hashes}) would move, "
                + $"about {Amounts.Bytes(plan.Bytes)}, in {moves}"
            : $"{hashes} would move, in {moves}; no server was asked for its keys";
    }
}
