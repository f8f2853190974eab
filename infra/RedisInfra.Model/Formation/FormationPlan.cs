using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Health;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Formation;

/// <summary>
/// Plans how declared members become one cluster. Pure: the same views and declaration give the same plan.
/// </summary>
public static class FormationPlan
{
    /// <summary>
    /// What has to be done. Takes up what an earlier, interrupted run left; joins new, empty members and whole new
    /// shards to a cluster that stands; never takes slots away or moves them, and never touches members with data that
    /// isn't the declared cluster's.
    /// </summary>
    /// <param name="observed">One view for each declared member.</param>
    /// <param name="desired">The declaration.</param>
    /// <exception cref="InvalidOperationException">The views aren't the declared members' (a bug in the caller), or a
    /// plan broke an invariant (a bug here).</exception>
    public static FormationResult Plan(ObservedCluster observed, DesiredCluster desired)
    {
        FormationInvariants.CheckEntry(observed, desired);
        var denied = FormationChecks.Denied(observed, desired);
        if (denied.Length > 0) return new FormationResult.Refused(denied);
        var silent = observed.Silent.ToList();
        if (silent.Count > 0)
        {
            return new FormationResult.NotReady(string.Join("; ",
                silent.Select(view => $"{view.Member.Name} {ClusterHealth.Words(view.Reason)} ({view.Detail})")));
        }
        var situation = FormationSituation.Of(observed, desired);
        var refused = FormationRefusals.Of(situation);
        if (refused.Length > 0) return new FormationResult.Refused(refused);
        if (FormationChecks.Unsettled(situation) is { } reason) return new FormationResult.NotReady(reason);

        // Resetting changes ids, so all else is planned after it.
        var leftovers = FormationLeftovers.Of(situation);
        if (leftovers.Count > 0)
            return new FormationResult.Steps([.. leftovers.Select(view => new FormationStep.Reset(view.Member))], true);

        var steps = FormationStepBuilder.Build(situation);
        if (steps.Length > 0)
        {
            FormationInvariants.CheckExit(situation, steps);
            return new FormationResult.Steps(steps, situation.IsResumed) { NewMasters = NewMasters(situation) };
        }
        var findings = ClusterHealth.Check(observed, allowsEmptyShards: true);
        var errors = findings.Where(finding => finding.Severity == Severity.Error).ToList();
        if (errors.Count > 0) return new FormationResult.NotReady(Summary(errors));
        var differences = FormationChecks.Differences(situation, findings);
        return differences.Length == 0 ? new FormationResult.Formed() : new FormationResult.Adopt(differences);
    }

    private static ImmutableArray<Member> NewMasters(FormationSituation situation) =>
        [.. situation.NewShards.Order().Select(shard => situation.Masters[shard].Member)];

    private static string Summary(List<HealthFinding> errors)
    {
        const int MaxNamed = 4;
        string named = string.Join("; ", errors.Take(MaxNamed));
        return errors.Count > MaxNamed ? $"{named}; and {errors.Count - MaxNamed} more" : named;
    }
}
