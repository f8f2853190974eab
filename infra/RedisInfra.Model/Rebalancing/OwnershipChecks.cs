using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Rebalancing;

/// <summary>Every slot must have one owner, and all must agree who that is. Asked when no slot is open.</summary>
internal static class OwnershipChecks
{
    /// <summary>What the nodes have to agree on first, or null.</summary>
    public static string? Unsettled(RebalanceSituation situation, ViewScan scan) =>
        Contested(situation) ?? scan.Disputed ?? FailoverDue(situation, scan);

    /// <summary>Slots without an owner. Whoever had them may come back with their keys.</summary>
    public static ImmutableArray<Diagnostic> Refusals(RebalanceSituation situation)
    {
        var uncovered = Uncovered(situation);
        if (uncovered.IsEmpty) return [];
        return
        [
            new Diagnostic("RI3203", situation.Where,
                $"nobody owns slots {uncovered}{situation.Observed.Hearsay(uncovered)}",
                "their keys may be on a node that is gone, and giving them to another would make them lost for good",
                "Bring back the node that had them, or assign them by hand when that is given up"),
        ];
    }

    /// <summary>Nodes that don't serve although every slot has an owner, or null.</summary>
    public static string? NotServing(RebalanceSituation situation)
    {
        var down = situation.Live.FirstOrDefault(view => !view.IsStateOk);
        return down is null ? null : $"{down.Member.Name} doesn't say cluster_state:ok yet";
    }

    private static SlotSet Uncovered(RebalanceSituation situation) => SlotSet.All.Except(
        SlotSet.Of(situation.Live.SelectMany(view => view.Self.Slots.Ranges)));

    private static string? Contested(RebalanceSituation situation)
    {
        var owners = new NodeView.Live?[SlotRange.SlotCount];
        foreach (var view in situation.Live)
        {
            foreach (int slot in view.Self.Slots)
            {
                if (owners[slot] is { } other)
                    return $"{other.Member.Name} and {view.Member.Name} both claim slot {slot}; they will agree";
                owners[slot] = view;
            }
        }
        return null;
    }

    /// <summary>A dead node's slots are about to be its replica's.</summary>
    private static string? FailoverDue(RebalanceSituation situation, ViewScan scan)
    {
        if (Uncovered(situation).IsEmpty) return null;
        foreach (var stranger in scan.Strangers.Where(stranger => !stranger.Record.Slots.IsEmpty))
        {
            var replica = situation.Live.FirstOrDefault(view => view.Self.Master == stranger.Record.Id);
            if (replica is not null)
                return $"{stranger.Record.Id.Short} is down and {replica.Member.Name} is to take its place";
        }
        return null;
    }
}
