using System.Collections.Immutable;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Departure;

/// <summary>The steps that are left, by phase.</summary>
internal static class DepartureStepBuilder
{
    public static ImmutableArray<DepartureStep> Build(DepartureSituation situation, IReadOnlySet<string> cleared) =>
    [
        .. ForgetGone(situation), .. Changes(situation), .. HandOvers(situation), .. MoveSlots(situation),
        .. Follows(situation), .. Forgets(situation), .. Resets(situation, cleared),
    ];

    /// <summary>What the first of the steps can't do yet, or null.</summary>
    public static string? Waiting(DepartureSituation situation, ImmutableArray<DepartureStep> steps)
    {
        if (steps[0].Phase is DeparturePhase.ChangeShard or DeparturePhase.HandOver)
        {
            var stuck = steps.TakeWhile(step => step.Phase == steps[0].Phase).OfType<DepartureStep.HandOver>()
                .FirstOrDefault(step => step.Candidates.IsEmpty);
            return stuck is null ? null : $"no staying replica of {stuck.From.Name} follows it at the moment";
        }
        // A node is forgotten or reset only while those that stay carry the whole cluster.
        return steps[0].Phase < DeparturePhase.Forget || situation.IsCarriedByStaying ? null
            : "those that stay don't own all slots yet";
    }

    private static IEnumerable<DepartureStep> ForgetGone(DepartureSituation situation)
    {
        foreach (var group in situation.Strangers.GroupBy(stranger => stranger.SeenBy.Member))
        {
            ImmutableArray<NodeId> ids =
            [
                .. group.Select(stranger => stranger.Record)
                    .Where(record => record is { IsFailing: true, Slots.IsEmpty: true }
                        && situation.MayBeSilent(record))
                    .Select(record => record.Id).Order(),
            ];
            if (ids.IsEmpty) continue;
            yield return new DepartureStep.Forget(
                group.Key, ids, DeparturePhase.ForgetGone, "it is gone and owns nothing");
        }
    }

    private static IEnumerable<DepartureStep> HandOvers(DepartureSituation situation) =>
        situation.Leaving.Where(situation.HandsOver).OrderBy(view => view.Member.Name, StringComparer.Ordinal)
            .Select(view => new DepartureStep.HandOver(view.Member, Candidates(situation, view)));

    /// <summary>Replicas that follow; before there is one, who is about to follow.</summary>
    private static ImmutableArray<Member> Candidates(DepartureSituation situation, NodeView.Live view)
    {
        ImmutableArray<Member> follow =
        [
            .. situation.StayingReplicasOf(view).Where(replica => replica.IsMasterLinkUp)
                .Select(replica => replica.Member).OrderBy(member => member.Name, StringComparer.Ordinal),
        ];
        return !follow.IsEmpty ? follow :
        [
            .. situation.Changing.Where(other => other.Member.Shard == view.Member.Shard
                    && (situation.IsToFollow(other) || situation.OwnsItsOld(other)))
                .Select(other => other.Member).Take(1),
        ];
    }

    /// <summary>
    /// A replica's copy isn't needed where others stay; it follows the other shard's master and copies that one. Its
    /// own shard's slots it hands over first.
    /// </summary>
    private static IEnumerable<DepartureStep> Changes(DepartureSituation situation)
    {
        foreach (var view in situation.Changing)
        {
            int old = situation.Request.Changing[view.Member.Name];
            string reason = $"{view.Member.Name} changes from shard {old} to {view.Member.Shard}";
            if (situation.OwnsItsOld(view))
            {
                yield return new DepartureStep.HandOver(view.Member with { Shard = old },
                [
                    .. situation.StayingReplicasOf(view)
                        .Where(replica => replica.IsMasterLinkUp && replica.Member.Shard == old)
                        .Select(replica => replica.Member).OrderBy(member => member.Name, StringComparer.Ordinal),
                ])
                {
                    Phase = DeparturePhase.ChangeShard, Reason = reason,
                };
            }
            else if (situation.IsToFollow(view))
            {
                var owner = situation.OwnerOf(view.Member.Shard)!;
                yield return new DepartureStep.Follow(view.Member, owner.Member, view.Member)
                {
                    Phase = DeparturePhase.ChangeShard, Reason = reason,
                };
            }
        }
    }

    private static IEnumerable<DepartureStep> MoveSlots(DepartureSituation situation)
    {
        ImmutableArray<Member> owners =
        [
            .. situation.Leaving.Where(view => !view.Self.Slots.IsEmpty && !situation.HandsOver(view))
                .Select(view => view.Member),
        ];
        bool isUnderWay = situation.Staying.Concat(situation.Leaving).Any(view =>
            (view.Self.IsMaster && !view.Self.OpenSlots.IsEmpty) || !view.SlotTasks.IsEmpty);
        if (!owners.IsEmpty || isUnderWay) yield return new DepartureStep.MoveSlots(owners);
    }

    /// <summary>
    /// In a cluster that was adopted with its replicas spread otherwise than declared, one that stays may follow a
    /// master that leaves with its shard.
    /// </summary>
    private static IEnumerable<DepartureStep> Follows(DepartureSituation situation)
    {
        var followers = situation.Staying.Where(view => view.Self.Master is not null)
            .CountBy(view => view.Self.Master!.Value).ToDictionary();
        foreach (var view in situation.Leaving.Where(view => view.Self.IsMaster && !situation.HandsOver(view)))
        {
            foreach (var replica in situation.StayingReplicasOf(view))
            {
                var master = situation.Staying.Where(other => !other.Self.Slots.IsEmpty)
                    .OrderBy(other => other.Member.Shard == replica.Member.Shard ? 0 : 1)
                    .ThenBy(other => followers.GetValueOrDefault(other.Self.Id))
                    .ThenBy(other => other.Member.Name, StringComparer.Ordinal).FirstOrDefault();
                if (master is null) continue;
                followers[master.Self.Id] = followers.GetValueOrDefault(master.Self.Id) + 1;
                yield return new DepartureStep.Follow(replica.Member, master.Member, view.Member);
            }
        }
    }

    private static IEnumerable<DepartureStep> Forgets(DepartureSituation situation)
    {
        foreach (var view in situation.Staying)
        {
            ImmutableArray<NodeId> ids =
                [.. situation.Leaving.Select(other => other.Self.Id).Where(view.Knows).Order()];
            if (ids.IsEmpty) continue;
            yield return new DepartureStep.Forget(
                view.Member, ids, DeparturePhase.Forget, "a node that anybody remembers comes back");
        }
    }

    private static IEnumerable<DepartureStep> Resets(DepartureSituation situation, IReadOnlySet<string> cleared) =>
        situation.Leaving.Where(view => !cleared.Contains(view.Member.Name) || !IsFresh(view))
            .Select(view => new DepartureStep.Reset(view.Member));

    private static bool IsFresh(NodeView.Live view) => view.Records.Length == 1 && view.KeyCount == 0
        && view.Self is { IsMaster: true, Slots.IsEmpty: true, ConfigEpoch: 0 };
}
