using System.Collections.Immutable;
using RedisInfra.Model.Observation;

namespace RedisInfra.Model.Migration;

/// <summary>
/// What to do with slots that a stopped move left open, by the evidence at the nodes alone. Where both of two ends
/// could hold the only acknowledged value of a key it doesn't guess but refuses.
/// </summary>
public static class OpenSlotPlan
{
    /// <summary>
    /// Whether a master has a slot open. A replica's open slots are copies of its master's (Valkey 8) or nothing.
    /// </summary>
    public static bool IsOpen(ObservedCluster observed) =>
        observed.Live.Any(view => view.Self.IsMaster && !view.Self.OpenSlots.IsEmpty);

    /// <summary>
    /// Who holds keys of open slots without having a part in them. They matter when the owner lacks one of them.
    /// </summary>
    public static ImmutableArray<OpenSlotBystander> Bystanders(ObservedCluster observed, OpenSlotCounts counts)
    {
        var scene = OpenSlotScene.Of(observed);
        return
        [
            .. from open in scene.Cases
               where open.Claimants.Length > 0
               from view in scene.Masters
               where counts.Of(view.Member.Name, open.Slot) > 0 && !open.Claimants.Contains(view)
                   && !open.Ends.Any(end => end.At == view || end.PeerMaster == view)
               select new OpenSlotBystander(open.Slot, view.Member, open.Claimants[0].Member),
        ];
    }

    /// <summary>What to do with every open slot.</summary>
    /// <param name="observed">The members' own views.</param>
    /// <param name="counts">What every master holds of these slots.</param>
    public static OpenSlotResolution Resolve(ObservedCluster observed, OpenSlotCounts counts)
    {
        var scene = OpenSlotScene.Of(observed);
        var verdicts = new OpenSlotVerdicts(scene);
        foreach (var open in scene.Cases) OpenSlotEvidence.Judge(scene, open, counts, verdicts);
        return verdicts.ToResolution();
    }
}
