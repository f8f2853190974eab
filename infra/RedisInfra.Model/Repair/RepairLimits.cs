using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Health;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Repair;

/// <summary>What no repair does, because nothing at the nodes proves which way keeps every key.</summary>
internal static class RepairLimits
{
    public static IEnumerable<Diagnostic> Of(string where, ObservedCluster observed) =>
        [.. Silent(where, observed), .. Uncovered(where, observed), .. ClaimedTwice(where, observed)];

    private static IEnumerable<Diagnostic> Silent(string where, ObservedCluster observed) =>
        observed.Silent.Select(view => new Diagnostic("RI3401", $"{where}, node {view.Member.Name}",
            $"it {ClusterHealth.Words(view.Reason)} ({view.Detail})",
            "what it owns and holds isn't known, so open slots and replicas aren't touched",
            "Start it, or if it is down for good and owns no slots leave it out with --without"));

    private static IEnumerable<Diagnostic> Uncovered(string where, ObservedCluster observed)
    {
        var uncovered = SlotSet.All.Except(observed.ClaimedSlots);
        if (uncovered.IsEmpty) yield break;
        yield return new Diagnostic("RI3402", where,
            $"nobody who answers owns slots {uncovered}{observed.Hearsay(uncovered)}",
            "giving them to a node would make keys that are still on the former owner's disk or replica unreachable",
            "Bring back the node that had them or fail over to its replica; only when their keys are given up assign "
                + "them by hand (CLUSTER ADDSLOTS)");
    }

    private static IEnumerable<Diagnostic> ClaimedTwice(string where, ObservedCluster observed)
    {
        var live = observed.Live.Where(view => !view.Self.Slots.IsEmpty).ToList();
        for (int i = 0; i < live.Count; i++)
        {
            for (int j = i + 1; j < live.Count; j++)
            {
                var both = live[i].Self.Slots.Intersect(live[j].Self.Slots);
                // A move that is just being announced looks like this; open slots are judged by their own evidence.
                both = both.Except(SlotSet.OfSlots(observed.Live.SelectMany(view => view.Self.OpenSlots)
                    .Select(open => open.Slot)));
                if (both.IsEmpty) continue;
                yield return new Diagnostic("RI3403", where,
                    $"{live[i].Member.Name} and {live[j].Member.Name} both claim slots {both}",
                    "whoever loses them deletes its keys, and both may hold the only value of one",
                    "When they don't agree within some seconds, compare these keys and take the slots from one of "
                        + "them by hand");
            }
        }
    }
}
