using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Health;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Formation;

/// <summary>The steps from a situation that may be formed to the declared cluster; none when it stands.</summary>
internal static class FormationStepBuilder
{
    public static ImmutableArray<FormationStep> Build(FormationSituation situation)
    {
        var slots = Slots(situation).ToList();
        var meets = Meets(situation).ToList();
        var replicas = Replicas(situation).ToList();
        bool changes = slots.Count + meets.Count + replicas.Count > 0;
        var steps = ImmutableArray.CreateBuilder<FormationStep>();
        if (changes) steps.AddRange(FormationSettings.Lower(situation));
        if (changes)
        {
            steps.AddRange(Functions(situation));
            steps.AddRange(Epochs(situation));
        }
        steps.AddRange(slots);
        steps.AddRange(meets);
        if (meets.Count > 0) steps.Add(new FormationStep.AwaitMembership());
        steps.AddRange(replicas);
        steps.AddRange(replicas.Select(step => Announce(situation, step.Member)));
        var restores = FormationSettings.Restore(situation, changes).ToList();
        // Settings that an interrupted run left help once more before they go.
        if (changes || (restores.Count > 0 && IsUnsettled(situation))) steps.Add(new FormationStep.AwaitAgreement());
        steps.AddRange(restores);
        return steps.ToImmutable();
    }

    private static bool IsUnsettled(FormationSituation situation) =>
        ClusterHealth.Check(situation.Observed, allowsEmptyShards: true)
            .Any(finding => finding.Severity == Severity.Error);

    private static IEnumerable<FormationStep> Functions(FormationSituation situation)
    {
        var source = situation.Observed.Live.FirstOrDefault(view => view.FunctionsDigest.Length > 0);
        if (source is null || situation.IsStanding) return [];
        return situation.Masters.OrderBy(pair => pair.Key).Select(pair => pair.Value)
            .Where(view => view.FunctionsDigest.Length == 0)
            .Select(view => new FormationStep.CopyFunctions(source.Member, view.Member));
    }

    /// <summary>
    /// A distinct epoch for each node that may still be given one: it knows nobody and has none (cluster.c,
    /// SET-CONFIG-EPOCH).
    /// </summary>
    private static IEnumerable<FormationStep> Epochs(FormationSituation situation)
    {
        var used = situation.Observed.Live.SelectMany(view => view.Records).Select(record => record.ConfigEpoch)
            .ToHashSet();
        long next = situation.IsStanding ? used.Max() + 1 : 1;
        var mastersFirst = situation.Observed.Live.OrderBy(view => situation.IsMaster(view) ? 0 : 1)
            .ThenBy(view => view.Member.Shard).ThenBy(view => view.Member.Index);
        foreach (var view in mastersFirst)
        {
            if (view.Records.Length > 1 || view.Self.ConfigEpoch != 0) continue;
            while (used.Contains(next)) next++;
            yield return new FormationStep.SetConfigEpoch(view.Member, next++);
        }
    }

    /// <summary>Each slot that nobody owns goes where an even layout puts it.</summary>
    private static IEnumerable<FormationStep> Slots(FormationSituation situation)
    {
        var free = SlotSet.All.Except(situation.Observed.ClaimedSlots);
        if (free.IsEmpty) yield break;
        var layout = SlotLayout.Even(situation.Desired.Shards.Length);
        foreach (var shard in situation.Desired.Shards)
        {
            var mine = free.Intersect(SlotSet.Of(layout[shard.Index]));
            if (!mine.IsEmpty) yield return new FormationStep.AddSlots(situation.Masters[shard.Index].Member, mine);
        }
    }

    private static IEnumerable<FormationStep> Meets(FormationSituation situation)
    {
        foreach (var view in situation.Observed.Live)
        {
            ImmutableArray<Member> unknown =
            [
                .. situation.Observed.Live.Where(other => other != view && !view.Knows(other.Self.Id))
                    .Select(other => other.Member),
            ];
            if (unknown.Length > 0)
                yield return new FormationStep.Meet(view.Member, unknown, FormationPhase.Meet, "it doesn't know them");
        }
    }

    /// <summary>
    /// Masters without slots that aren't to get any: neither now nor, as masters of new shards, afterwards. Replicas
    /// stay with the master they have.
    /// </summary>
    private static IEnumerable<FormationStep.Replicate> Replicas(FormationSituation situation)
    {
        var following = situation.Observed.Live.Where(view => view.Self.Master is not null)
            .GroupBy(view => view.Self.Master!.Value).ToDictionary(group => group.Key, group => group.Count());
        var empty = situation.Observed.Live.Where(view => view.Self.IsMaster && view.Self.Slots.IsEmpty);
        foreach (var view in empty)
        {
            bool leads = !situation.IsCovered || situation.IsNewMaster(view);
            if (leads && situation.IsMaster(view)) continue;
            var master = situation.Masters.GetValueOrDefault(view.Member.Shard);
            bool isLed = master is not null && master != view
                && (!situation.IsCovered || !master.Self.Slots.IsEmpty || situation.IsNewMaster(master));
            if (!isLed)
            {
                // Adopted with other shards than declared: the master with the fewest replicas takes it.
                master = situation.Owners.OrderBy(owner => following.GetValueOrDefault(owner.Self.Id))
                    .ThenBy(owner => owner.Member.Name, StringComparer.Ordinal).First();
            }
            following[master!.Self.Id] = following.GetValueOrDefault(master.Self.Id) + 1;
            yield return new FormationStep.Replicate(view.Member, master.Member);
        }
    }

    private static FormationStep.Meet Announce(FormationSituation situation, Member replica) =>
        new(replica, [.. situation.Observed.Live.Select(view => view.Member).Where(member => member != replica)],
            FormationPhase.Announce, "meeting again tells the others its role at once");
}
