using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Health;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Observation;

namespace RedisInfra.Model.Repair;

/// <summary>
/// Plans what can be set right without guessing, in phases of which only one is done at a time: nodes meet, open slots
/// are finished or closed, a setting that a killed run left is given back, replicas are reassigned. What could cost a
/// key is named and left alone. Pure.
/// </summary>
public static class RepairPlanner
{
    /// <summary>What nodes bring in order among themselves, when they are given some seconds.</summary>
    private static readonly HealthCode[] s_settling =
    [
        HealthCode.StateNotOk, HealthCode.NodeUnknown, HealthCode.NodeFailing, HealthCode.LinkDown,
        HealthCode.SlotsDisputed, HealthCode.EpochCollision, HealthCode.RoleDisputed, HealthCode.ReplicaLinkDown,
        HealthCode.ReplicaWithoutMaster,
    ];

    /// <summary>Plans the next phase.</summary>
    /// <param name="where">The cluster, for messages.</param>
    /// <param name="observed">The views of all of its nodes.</param>
    /// <param name="counts">Every master's keys of the slots that are open somewhere.</param>
    public static RepairPlan Plan(string where, ObservedCluster observed, OpenSlotCounts counts)
    {
        var left = RepairLimits.Of(where, observed).ToList();
        var (meets, strangers) = MeetChoice.Of(where, observed);
        left.AddRange(strangers);
        if (meets.Length > 0) return new RepairPlan([.. meets], [.. left], null);
        var settling = Settling(observed);
        if (left.Any(found => found.Severity == Severity.Error)) return new RepairPlan([], [.. left], settling);
        if (OpenSlotPlan.IsOpen(observed)) return OpenSlots(observed, counts);
        if (settling is not null && !IsAboutReplicas(observed)) return new RepairPlan([], [.. left], settling);
        if (KeptRoles(observed) is { IsEmpty: false } kept) return new RepairPlan(kept, [.. left], null);
        var (moves, alone) = ReplicaChoice.Of(where, observed);
        left.AddRange(alone);
        return new RepairPlan([.. moves], [.. left], moves.IsEmpty && alone.IsEmpty ? settling : null);
    }

    private static RepairPlan OpenSlots(ObservedCluster observed, OpenSlotCounts counts)
    {
        var resolution = OpenSlotPlan.Resolve(observed, counts);
        // The mover of slots doesn't begin while one of them is undecided: a part of the truth isn't enough for it.
        ImmutableArray<RepairStep> steps = resolution.Refusals.IsEmpty && !resolution.Steps.IsEmpty
            ? [new RepairStep.FinishOpenSlots(resolution.Steps)] : [];
        return new RepairPlan(steps, resolution.Refusals, steps.IsEmpty ? resolution.Waiting : null);
    }

    /// <summary>Not beside a move: its run may go on, and has set that for a reason.</summary>
    private static ImmutableArray<RepairStep> KeptRoles(ObservedCluster observed) =>
        observed.Live.Any(view => !view.SlotTasks.IsEmpty) ? [] :
        [
            .. observed.Live.Where(view => view.IsRoleKept)
                .Select(view => new RepairStep.AllowReplicaMigration(view.Member)),
        ];

    private static string? Settling(ObservedCluster observed) => Errors(observed).FirstOrDefault()?.ToString();

    private static bool IsAboutReplicas(ObservedCluster observed) => Errors(observed).All(finding =>
        finding.Code is HealthCode.ReplicaLinkDown or HealthCode.ReplicaWithoutMaster);

    private static IEnumerable<HealthFinding> Errors(ObservedCluster observed) =>
        ClusterHealth.Check(observed, allowsEmptyShards: true).Where(finding =>
            finding.Severity == Severity.Error && s_settling.Contains(finding.Code));
}
