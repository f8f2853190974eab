using RedisInfra.Admin.Migration;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing.Reports;

namespace RedisInfra.Cli.Clusters.View;

/// <summary>What a move did.</summary>
internal static class OutcomeView
{
    public static void Show(CommandOutput output, RebalanceOutcome outcome)
    {
        var totals = outcome.Totals;
        var rate = outcome.Elapsed > TimeSpan.Zero ? (long)(totals.Keys / outcome.Elapsed.TotalSeconds) : 0;
        var amount = PlanWords.Amount(totals.Slots, totals.Keys, totals.Bytes);
        output.Say($"balanced: {amount}, moved in {Amounts.Time(outcome.Elapsed)} ({Amounts.Count(rate)} keys/s)"
            + (outcome.Resumed > 0 ? $"; {outcome.Resumed} of a stopped move finished or closed before" : ""));
    }

    public static object Document(RebalanceOutcome outcome) => new
    {
        outcome.Totals.Slots,
        outcome.Totals.Keys,
        outcome.Totals.Bytes,
        outcome.Resumed,
        Seconds = Math.Round(outcome.Elapsed.TotalSeconds, 3),
        Moves = outcome.Moves.Select(MoveItem.Of),
        Fingerprint = ClusterFingerprint.Of(outcome.Observed),
    };
}
