using RedisInfra.Admin.Migration;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Cli.Clusters.Moving;
using RedisInfra.Cli.Status;
using RedisInfra.Model.Observation;

namespace RedisInfra.Cli.Clusters.View;

/// <summary>What a move did.</summary>
internal static class OutcomeView
{
    public static void Show(CommandOutput output, RebalanceOutcome outcome)
    {
        var keys = outcome.Moves.Sum(move => move.Keys);
        var rate = outcome.Elapsed > TimeSpan.Zero ? (long)(keys / outcome.Elapsed.TotalSeconds) : 0;
        output.Say($"balanced: {ProgressText.Count(outcome.Moves.Sum(move => move.Slots.Count))} slots with "
            + $"{ProgressText.Count(keys)} keys, {StatusView.Bytes(outcome.Moves.Sum(move => move.Bytes))}, moved in "
            + $"{ProgressText.Time(outcome.Elapsed)} ({ProgressText.Count(rate)} keys/s)"
            + (outcome.Resumed > 0 ? $"; {outcome.Resumed} of a stopped move finished or closed before" : ""));
    }

    public static object Document(RebalanceOutcome outcome) => new
    {
        Slots = outcome.Moves.Sum(move => move.Slots.Count),
        Keys = outcome.Moves.Sum(move => move.Keys),
        Bytes = outcome.Moves.Sum(move => move.Bytes),
        outcome.Resumed,
        Seconds = Math.Round(outcome.Elapsed.TotalSeconds, 3),
        Moves = outcome.Moves.Select(PlanView.Move),
        Fingerprint = ClusterFingerprint.Of(outcome.Observed),
    };
}
