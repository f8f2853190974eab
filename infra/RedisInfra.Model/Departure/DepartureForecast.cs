using System.Collections.Immutable;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Departure;

/// <summary>
/// What the cluster will look like when members that leave have handed their shards over, so that the moves that come
/// after can be planned, and refused, before anything is touched.
/// </summary>
public static class DepartureForecast
{
    /// <summary>What is asked of the planner of moves: members that are no part of the cluster are left out.</summary>
    /// <param name="observed">What was seen.</param>
    /// <param name="request">Who leaves.</param>
    public static RebalanceRequest Moves(ObservedCluster observed, DepartureRequest request)
    {
        var situation = DepartureSituation.Of(observed, request);
        var part = situation.Leaving.Where(situation.IsKnown).Select(view => view.Member.Name)
            .ToHashSet(StringComparer.Ordinal);
        return new RebalanceRequest(request.Staying)
        {
            Leaving = [.. request.Leaving.Where(member => part.Contains(member.Name))],
            Departed =
            [
                .. situation.Leaving.Where(view => !part.Contains(view.Member.Name) && view.SlotTasks.IsEmpty
                    && view.Self is { Slots.IsEmpty: true, OpenSlots.IsEmpty: true }).Select(view => view.Self.Id),
            ],
        };
    }

    /// <summary>The views and the load of <paramref name="request"/> after the hand-overs among the steps.</summary>
    /// <param name="observed">What was seen, of more members than the request's perhaps.</param>
    /// <param name="load">What was measured.</param>
    /// <param name="request">What is asked of the planner of moves.</param>
    /// <param name="steps">The steps of leaving.</param>
    public static (ObservedCluster Observed, ClusterLoad Load) AfterHandOvers(
        ObservedCluster observed, ClusterLoad load, RebalanceRequest request, IEnumerable<DepartureStep> steps)
    {
        var memory = load.Memory;
        var views = request.Members.Select(member => observed.Views.First(view => view.Member.Name == member.Name))
            .ToImmutableArray();
        foreach (var step in steps)
        {
            if (step is DepartureStep.Follow { Phase: DeparturePhase.ChangeShard } follow)
            {
                var live = views.OfType<NodeView.Live>().ToDictionary(view => view.Member.Name);
                views = [.. views.Select(view => view is NodeView.Live some ? Following(
                    some, live[follow.Member.Name].Self.Id, live[follow.Master.Name].Self.Id) : view)];
            }
            if (step is not DepartureStep.HandOver { Candidates.IsEmpty: false } hand) continue;
            views = HandedOver(views, hand);
            // A replica holds what its master holds, in a process of the same size.
            if (memory.TryGetValue(hand.From.Name, out var use))
                memory = memory.SetItem(hand.Candidates[0].Name, use);
        }
        return (new ObservedCluster(views), load with { Memory = memory });
    }

    private static ImmutableArray<NodeView> HandedOver(ImmutableArray<NodeView> views, DepartureStep.HandOver step)
    {
        var live = views.OfType<NodeView.Live>().ToList();
        var from = live.First(view => view.Member.Name == step.From.Name).Self;
        var to = live.First(view => view.Member.Name == step.Candidates[0].Name).Self;
        long epoch = live.Max(view => view.Self.ConfigEpoch) + 1;
        return [.. views.Select(view => view is NodeView.Live some ? Swapped(some, from, to, epoch) : view)];
    }

    /// <summary>A replica that follows another master.</summary>
    private static NodeView.Live Following(NodeView.Live view, NodeId replica, NodeId master) => view with
    {
        Records = [.. view.Records.Select(record =>
            record.Id == replica ? record with { Master = master } : record)],
    };

    private static NodeView.Live Swapped(NodeView.Live view, NodeRecord from, NodeRecord to, long epoch) =>
        view with { Records = [.. view.Records.Select(record => Swapped(record, from, to, epoch))] };

    private static NodeRecord Swapped(NodeRecord record, NodeRecord from, NodeRecord to, long epoch)
    {
        const NodeFlags Roles = NodeFlags.Master | NodeFlags.Replica;
        if (record.Id == to.Id)
        {
            return record with
            {
                Flags = (record.Flags & ~Roles) | NodeFlags.Master, Master = null, Slots = from.Slots,
                ConfigEpoch = epoch,
            };
        }
        if (record.Id == from.Id)
        {
            return record with
            {
                Flags = (record.Flags & ~Roles) | NodeFlags.Replica, Master = to.Id, Slots = SlotSet.Empty,
                ConfigEpoch = epoch, OpenSlots = [],
            };
        }
        return record.Master == from.Id ? record with { Master = to.Id, ConfigEpoch = epoch } : record;
    }
}
