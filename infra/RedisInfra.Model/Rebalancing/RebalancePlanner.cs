using RedisInfra.Model.Formation;
using RedisInfra.Model.Health;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Observation;

namespace RedisInfra.Model.Rebalancing;

/// <summary>
/// Plans which slots move where. Pure: the same views, load and request give the same plan.
/// </summary>
public static class RebalancePlanner
{
    /// <summary>
    /// What has to be done so that every shard owns its part and nobody who leaves owns anything. Checks everything
    /// that can be known before anything moves.
    /// </summary>
    /// <param name="observed">One view for each of the request's members, in their order.</param>
    /// <param name="load">What slots hold; <see cref="ClusterLoad.Empty"/> plans by slots alone.</param>
    /// <param name="counts">Every master's keys of the slots that are open somewhere.</param>
    /// <param name="request">What is wanted.</param>
    /// <exception cref="InvalidOperationException">The views aren't the request's members' (a bug in the caller), or a
    /// plan broke an invariant (a bug here).</exception>
    public static RebalanceResult Plan(
        ObservedCluster observed, ClusterLoad load, OpenSlotCounts counts, RebalanceRequest request)
    {
        RebalanceInvariants.CheckEntry(observed, request);
        var denied = FormationChecks.Denied(observed, request.Desired);
        if (denied.Length > 0) return new RebalanceResult.Refused(denied);
        var situation = RebalanceSituation.Of(observed, request);
        if (SilentReasons(situation) is { } silent) return new RebalanceResult.NotReady(silent);

        var scan = ViewScan.Of(situation);
        var refused = MembershipChecks.Refusals(situation, scan);
        if (refused.Length > 0) return new RebalanceResult.Refused(refused);
        if (MembershipChecks.Unsettled(situation, scan) is { } unsettled)
            return new RebalanceResult.NotReady(unsettled);
        if (OpenSlotPlan.IsOpen(observed))
            return scan.Disputed is { } other ? new RebalanceResult.NotReady(other) : Resume(situation, counts);
        if (OwnershipChecks.Unsettled(situation, scan) is { } disputed) return new RebalanceResult.NotReady(disputed);
        var unowned = OwnershipChecks.Refusals(situation);
        if (unowned.Length > 0) return new RebalanceResult.Refused(unowned);
        if (OwnershipChecks.NotServing(situation) is { } down) return new RebalanceResult.NotReady(down);
        return Moves(situation, scan, load);
    }

    private static RebalanceResult Moves(RebalanceSituation situation, ViewScan scan, ClusterLoad load)
    {
        var draft = RebalanceDraft.Of(situation, scan, load);
        var refused = draft.Refusals();
        if (refused.Length > 0) return new RebalanceResult.Refused(refused);
        if (TaskChecks.UnderWay(draft) is { } tasks) return tasks;
        if (draft.Moves.IsEmpty) return new RebalanceResult.Balanced();
        RebalanceInvariants.CheckExit(situation.Parties, draft.Quotas, draft.Moves);
        return new RebalanceResult.Steps(draft.ToPlan());
    }

    private static RebalanceResult Resume(RebalanceSituation situation, OpenSlotCounts counts)
    {
        var resolution = OpenSlotPlan.Resolve(situation.Observed, counts);
        if (resolution.Refusals.Length > 0) return new RebalanceResult.Refused(resolution.Refusals);
        if (resolution.Waiting is { } reason) return new RebalanceResult.NotReady(reason);
        return new RebalanceResult.Resume(resolution.Steps)
        {
            KeepRole = RoleKeepers.Of(situation, RoleKeepers.EmptiedBy(situation, resolution.Steps)),
        };
    }

    private static string? SilentReasons(RebalanceSituation situation)
    {
        var silent = situation.Observed.Silent.Where(view => !situation.Assumed.Contains(view.Member.Name))
            .Select(view => $"{view.Member.Name} {ClusterHealth.Words(view.Reason)} ({view.Detail})").ToList();
        return silent.Count == 0 ? null : string.Join("; ", silent);
    }
}
