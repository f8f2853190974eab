using System.Collections.Immutable;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Rebalancing;

/// <summary>
/// A master that gives up its last slot turns into a replica of whoever takes it, and so do its replicas, unless
/// cluster-allow-replica-migration is no (cluster.c, clusterUpdateSlotsConfigWith).
/// </summary>
internal static class RoleKeepers
{
    /// <summary>Members whose setting has to be no: those that are emptied, and their replicas.</summary>
    public static ImmutableArray<Member> Of(RebalanceSituation situation, IEnumerable<Member> emptied)
    {
        var names = emptied.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        var ids = situation.Live.Where(view => names.Contains(view.Member.Name)).Select(view => view.Self.Id)
            .ToHashSet(NodeIdComparer.Instance);
        return
        [
            .. situation.Live.Where(view => view.AllowsReplicaMigration
                    && (ids.Contains(view.Self.Id) || (view.Self.Master is { } master && ids.Contains(master))))
                .Select(view => view.Member).OrderBy(member => member.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Masters that own nothing when these slots are finished.</summary>
    public static IEnumerable<Member> EmptiedBy(RebalanceSituation situation, ImmutableArray<OpenSlotStep> steps)
    {
        var given = steps.Select(step => step switch
        {
            OpenSlotStep.Finish finish => (Name: finish.From.Name, finish.Slot),
            OpenSlotStep.Announce announce => (Name: announce.Tell[0].Name, announce.Slot),
            _ => (Name: "", step.Slot),
        }).GroupBy(given => given.Name).ToDictionary(
            group => group.Key, group => SlotSet.OfSlots(group.Select(given => given.Slot)), StringComparer.Ordinal);
        return situation.Live.Where(view => !view.Self.Slots.IsEmpty
            && given.TryGetValue(view.Member.Name, out var slots) && view.Self.Slots.Except(slots).IsEmpty)
            .Select(view => view.Member);
    }
}
