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
        var keys = outcome.Moves.Sum(move => move.Keys);
        var rate = outcome.Elapsed > TimeSpan.Zero ? (long)(keys / outcome.Elapsed.TotalSeconds) : 0;
        var amount = PlanWords.Amount(
            outcome.Moves.Sum(move => move.Slots.Count), keys, outcome.Moves.Sum(move => move.Bytes));
        output.Say($"balanced: {amount}, moved in {Amounts.Time(outcome.Elapsed)} ({Amounts.Count(rate)} keys/s)"
            + (outcome.Resumed > 0 ? $"; {outcome.Resumed} of a stopped move finished or closed before" : ""));
    }

    public static object Document(RebalanceOutcome outcome) => new
    {
        Slots = outcome.Moves.Sum(move => move.Slots.Count),
        Keys = outcome.Moves.Sum(move => move.Keys),
        Bytes = outcome.Moves.Sum(move => move.Bytes),
        outcome.Resumed,
        Seconds = Math.Round(outcome.Elapsed.TotalSeconds, 3),
        Moves = outcome.Moves.Select(MoveItem.Of),
        Fingerprint = ClusterFingerprint.Of(outcome.Observed),
    };
}
