using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Repair;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Repair;

/// <summary>Repairs, in words.</summary>
public static class RepairWords
{
    /// <summary>One step, and why.</summary>
    public static string Step(RepairStep step) => step switch
    {
        RepairStep.Meet meet => $"{meet.At.Name} meets {meet.Other.Name}: others of the same cluster know it",
        RepairStep.FinishOpenSlots open => OpenSlots(open),
        RepairStep.AllowReplicaMigration allow =>
            $"{allow.Member.Name} gets cluster-allow-replica-migration yes back, which a killed run set to no",
        RepairStep.Replicate follow => $"{follow.Replica.Name} follows {follow.Master.Name}: {follow.Reason}",
        _ => throw new InvalidOperationException($"bug in RedisInfra: {step.GetType().Name} has no words"),
    };

    /// <summary>The lines of a plan: what is done now, what isn't, what is waited for.</summary>
    public static ImmutableArray<string> Lines(RepairPlan plan) =>
    [
        .. plan.IsSound ? (ImmutableArray<string>)["nothing to repair"] : [],
        .. plan.Steps.Select(step => $"do: {Step(step)}"),
        .. Left(plan.Left),
        .. plan.Waiting is { } reason ? (ImmutableArray<string>)[$"may settle by itself: {reason}"] : [],
    ];

    /// <summary>What isn't done, one a line.</summary>
    public static IEnumerable<string> Left(IEnumerable<Diagnostic> left) => left.Select(found =>
        found.Severity == Severity.Error ? $"won't do: {found}" : $"note: {found}");

    private static string OpenSlots(RepairStep.FinishOpenSlots step)
    {
        var kinds = step.Items.GroupBy(item => item switch
        {
            OpenSlotStep.Finish => "finished",
            OpenSlotStep.Close => "closed",
            _ => "announced",
        });
        string parts = string.Join(", ", kinds.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind =>
            $"{SlotSet.OfSlots(kind.Select(item => item.Slot))} {kind.Key}"));
        return $"open slots of a move that stopped: {parts}";
    }
}
