using System.Collections.Immutable;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Formation;

/// <summary>What must hold before and after planning. A violation is a bug of ours, never a user's mistake.</summary>
internal static class FormationInvariants
{
    public static void CheckEntry(ObservedCluster observed, DesiredCluster desired)
    {
        var expected = desired.Members.Select(member => member.Name);
        if (!observed.Views.Select(view => view.Member.Name).SequenceEqual(expected, StringComparer.Ordinal))
            throw Bug("the views aren't those of the declared members, in order");
    }

    /// <summary>
    /// The plan's predicted effect: 16384 slots with one owner each, distinct epochs, replicas only of slot owners and
    /// of masters of new shards.
    /// </summary>
    public static void CheckExit(FormationSituation situation, ImmutableArray<FormationStep> steps)
    {
        var owned = situation.Owners.ToDictionary(view => view.Member.Name, view => view.Self.Slots);
        foreach (var step in steps.OfType<FormationStep.AddSlots>())
        {
            if (owned.Values.Any(slots => slots.Overlaps(step.Slots)))
                throw Bug($"{step.Slots} would get a second owner");
            owned[step.Member.Name] = owned.GetValueOrDefault(step.Member.Name, SlotSet.Empty).Union(step.Slots);
        }
        var all = owned.Values.Aggregate(SlotSet.Empty, (sum, slots) => sum.Union(slots));
        if (!all.Equals(SlotSet.All)) throw Bug($"nobody would own {SlotSet.All.Except(all)}");
        if (owned.Values.Sum(slots => slots.Count) != SlotRange.SlotCount) throw Bug("slots would have two owners");

        var epochs = steps.OfType<FormationStep.SetConfigEpoch>().Select(step => step.Epoch).ToList();
        if (epochs.Distinct().Count() != epochs.Count) throw Bug("two members would get the same epoch");

        foreach (var step in steps.OfType<FormationStep.Replicate>())
        {
            if (owned.ContainsKey(step.Member.Name))
                throw Bug($"{step.Member.Name} owns slots and would become a replica");
            if (!owned.ContainsKey(step.Master.Name) && !situation.IsNewMaster(situation.View(step.Master)))
                throw Bug($"{step.Master.Name} owns no slots and would get a replica");
            if (situation.View(step.Member).KeyCount > 0)
                throw Bug($"{step.Member.Name} holds keys and would become a replica");
        }
        var phases = steps.Select(step => step.Phase).ToList();
        if (!phases.SequenceEqual(phases.Order())) throw Bug("steps aren't in the order of their phases");
    }

    private static InvalidOperationException Bug(string what) => new($"bug in RedisInfra: {what}");
}
