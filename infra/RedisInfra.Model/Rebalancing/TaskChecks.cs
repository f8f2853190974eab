using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Rebalancing;

/// <summary>
/// Atomic slot migrations that a server carries out already: our own from a run that was stopped, or another's.
/// </summary>
internal static class TaskChecks
{
    /// <summary>
    /// Null when nothing is under way. Waits for what brings the plan nearer, whichever slots it chose; refuses beside
    /// anything else.
    /// </summary>
    public static RebalanceResult? UnderWay(RebalanceDraft draft)
    {
        var tasks = draft.Situation.Live.SelectMany(view => view.SlotTasks)
            .GroupBy(task => (task.Id, task.Slots)).Select(group => group.First()).ToList();
        if (tasks.Count == 0) return null;
        var spare = draft.Situation.Parties.Select((party, i) => (party, i))
            .ToDictionary(pair => pair.party.Name, pair => draft.Spare(pair.i), StringComparer.Ordinal);
        var foreign = tasks.Where(task => !Helps(draft.Situation, task, spare)).ToList();
        if (foreign.Count == 0)
            return new RebalanceResult.NotReady(string.Join("; ", tasks.Select(task => Text(draft.Situation, task))));
        return new RebalanceResult.Refused([.. foreign.Select(task => new Diagnostic("RI3209", draft.Situation.Where,
            Text(draft.Situation, task), "that isn't a part of this plan, and two plans at once undo each other",
            "Wait until it has ended, or cancel it, and run again"))]);
    }

    /// <summary>From one that has too many to one that has too few, and not more than either.</summary>
    private static bool Helps(RebalanceSituation situation, SlotTask task, Dictionary<string, int> spare)
    {
        if (task.Source is not { } source || task.Destination is not { } destination) return false;
        if (!situation.ById.TryGetValue(source, out var from) || !situation.ById.TryGetValue(destination, out var to))
            return false;
        var left = task.Slots.Except(to.Self.Slots);
        // All are there: it is about to end. Its source may have given its last one, and be no master any more.
        if (left.IsEmpty) return true;
        if (!left.Except(from.Self.Slots).IsEmpty) return false;
        if (spare.GetValueOrDefault(from.Member.Name) < left.Count) return false;
        if (-spare.GetValueOrDefault(to.Member.Name) < left.Count) return false;
        spare[from.Member.Name] -= left.Count;
        spare[to.Member.Name] += left.Count;
        return true;
    }

    private static string Text(RebalanceSituation situation, SlotTask task) =>
        $"{Name(situation, task.Source)} is moving slots {Shown(task.Slots)} to {Name(situation, task.Destination)} "
            + $"({task.State})";

    private static string Name(RebalanceSituation situation, NodeId? id) =>
        id is { } known ? situation.NameOf(known) : "a node";

    private static string Shown(SlotSet slots) => slots.IsEmpty ? "that it doesn't name" : slots.ToString();
}
