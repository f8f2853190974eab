using RedisInfra.Model.Observation;

namespace RedisInfra.Model.Formation;

/// <summary>Settings that make forming fast, and what they have to be again afterwards, also after a kill.</summary>
internal static class FormationSettings
{
    private const int FormingTimeout = FormationDefaults.FormingNodeTimeoutMs;

    /// <summary>
    /// A cluster that stands keeps its timeout: with data under load, 500 ms could cause failovers. Of its masters,
    /// only those of new shards, which hold nothing, send to new replicas without delay.
    /// </summary>
    public static IEnumerable<FormationStep> Lower(FormationSituation situation)
    {
        foreach (var view in situation.Observed.Live)
        {
            if (!situation.IsStanding && view.NodeTimeoutMs != FormingTimeout)
                yield return Set(view, FormationDefaults.NodeTimeout, FormingTimeout, "gossip settles sooner");
            if (NeedsNoDelay(situation, view) && view.SyncDelaySec != 0)
                yield return Set(view, FormationDefaults.SyncDelay, 0, "new replicas needn't wait for each other");
        }
    }

    /// <summary>
    /// Settings as they were; with <paramref name="lowered"/> also those that the same plan lowers.
    /// </summary>
    public static IEnumerable<FormationStep> Restore(FormationSituation situation, bool lowered)
    {
        const string Reason = "as it was before forming";
        var timeouts = situation.Observed.Live.Select(view => view.NodeTimeoutMs)
            .Where(value => value != FormingTimeout);
        // Without a declared timeout, 500 ms is what an interrupted run left behind.
        int known = timeouts.DefaultIfEmpty(FormationDefaults.NodeTimeoutMs).Max();
        // Only masters had it lowered; members share one configuration, so a replica tells what an interrupted run
        // took.
        int delay = situation.Observed.Live.Max(view => view.SyncDelaySec);
        foreach (var view in situation.Observed.Live)
        {
            int own = view.NodeTimeoutMs == FormingTimeout ? known : view.NodeTimeoutMs;
            int wanted = situation.Desired.NodeTimeoutMs ?? own;
            if ((lowered && !situation.IsStanding) || view.NodeTimeoutMs != wanted)
                yield return Set(view, FormationDefaults.NodeTimeout, wanted, Reason, FormationPhase.Restore);
            if (!CanHaveReplicas(situation, view) || delay == 0) continue;
            if ((lowered && NeedsNoDelay(situation, view)) || view.SyncDelaySec == 0)
                yield return Set(view, FormationDefaults.SyncDelay, delay, Reason, FormationPhase.Restore);
        }
    }

    private static bool NeedsNoDelay(FormationSituation situation, NodeView.Live view) =>
        CanHaveReplicas(situation, view) && (!situation.IsStanding || situation.IsNewMaster(view));

    private static bool CanHaveReplicas(FormationSituation situation, NodeView.Live view) =>
        situation.IsMaster(view) && situation.Desired.Shards[view.Member.Shard].Members.Length > 1;

    private static FormationStep.SetConfig Set(
        NodeView.Live view, string parameter, int value, string reason,
            FormationPhase phase = FormationPhase.Prepare) =>
        new(view.Member, parameter, value, phase, reason);
}
