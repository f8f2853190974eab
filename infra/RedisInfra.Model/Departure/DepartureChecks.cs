using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Health;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Departure;

/// <summary>What forbids letting members leave, and what has to settle first.</summary>
internal static class DepartureChecks
{
    /// <summary>What those that stay must agree on before a node is forgotten or reset.</summary>
    private static readonly HealthCode[] s_unsettled =
    [
        HealthCode.StateNotOk, HealthCode.NodeUnknown, HealthCode.NodeFailing, HealthCode.LinkDown,
        HealthCode.SlotsDisputed, HealthCode.EpochCollision, HealthCode.RoleDisputed,
    ];

    /// <summary>Reasons why nothing must be touched.</summary>
    public static ImmutableArray<Diagnostic> Refusals(DepartureSituation situation) =>
    [
        .. TooFew(situation), .. SharedProcesses(situation), .. Uncovered(situation), .. Strangers(situation),
        .. Outsiders(situation), .. Masterless(situation), .. OpenAtHandOver(situation),
    ];

    /// <summary>What has to settle first, or null.</summary>
    public static string? Unsettled(DepartureSituation situation) =>
        FailoverDue(situation) ?? SilentButAlive(situation) ?? Meeting(situation) ?? Disagreement(situation)
        ?? Chained(situation);

    /// <summary>
    /// Who owns nothing any more and has keys: a server may still be deleting those of slots that it has given up.
    /// Slots that are open come first: such keys may be theirs.
    /// </summary>
    public static NodeView.Live? Holding(DepartureSituation situation) =>
        situation.Observed.Live.Any(view => view.Self is { IsMaster: true, OpenSlots.IsEmpty: false }) ? null
            : situation.Leaving.FirstOrDefault(view => situation.IsPart(view)
            && view.Self is { IsMaster: true, Slots.IsEmpty: true } && view.KeyCount > 0);

    private static IEnumerable<Diagnostic> TooFew(DepartureSituation situation)
    {
        int shards = situation.Request.Staying.Shards.Length;
        if (shards >= DesiredCluster.MinShards) yield break;
        yield return new Diagnostic("RI3301", situation.Where, $"{shards} master(s) would stay",
            "a Redis Cluster needs at least 3 to elect one", "Keep 3 shards or more");
    }

    private static IEnumerable<Diagnostic> SharedProcesses(DepartureSituation situation) =>
        situation.Observed.Live.GroupBy(view => view.Self.Id).Where(group => group.Count() > 1)
            .Select(group => new Diagnostic("RI3010", situation.Where,
                $"{string.Join(", ", group.Select(view => view.Member.Name))} lead to the same server "
                    + group.Key.Short,
                "each member must be a process of its own", "Correct the host or the port of one of them"));

    /// <summary>Slots whose owner doesn't answer, and that nobody can take over.</summary>
    private static IEnumerable<Diagnostic> Uncovered(DepartureSituation situation)
    {
        var uncovered = SlotSet.All.Except(situation.Covered);
        if (uncovered.IsEmpty || FailoverDue(situation) is not null) yield break;
        var owner = situation.Strangers.FirstOrDefault(stranger => stranger.Record.Slots.Overlaps(uncovered));
        if (owner.Record is null || situation.Silent.IsEmpty)
        {
            yield return new Diagnostic("RI3309", situation.Where,
                $"nobody owns slots {uncovered}{situation.Observed.Hearsay(uncovered)}",
                "their keys may be on a node that is gone, and members must not leave a cluster that isn't whole",
                "Bring back the node that had them, or repair the cluster first");
            yield break;
        }
        string who = string.Join(", ", situation.Silent.Select(view =>
            $"{view.Member.Name} {ClusterHealth.Words(view.Reason)} ({view.Detail})"));
        yield return new Diagnostic("RI3302", situation.Where,
            $"{who}, and slots {uncovered} belong to {owner.Record.Id.Short} at {owner.Record.Ip}:{owner.Record.Port}",
            "only their owner can give them up, and no replica of it is left to take its place",
            "Start that member again and run up; it leaves when its slots have moved");
    }

    private static IEnumerable<Diagnostic> Strangers(DepartureSituation situation) =>
        situation.Strangers.Where(stranger => IsAlive(stranger.Record) && !situation.MayBeSilent(stranger.Record))
            .GroupBy(stranger => stranger.Record.Id).Select(group => group.First())
            .Select(stranger => new Diagnostic("RI3303", situation.Where,
                $"{stranger.SeenBy.Member.Name} knows {stranger.Record.Id.Short} at {stranger.Record.Ip}:"
                    + $"{stranger.Record.Port}, which neither stays nor leaves",
                "a node that isn't asked to forget brings those that leave back",
                "Declare it, or take it out of the cluster first"));

    /// <summary>A server in a leaving member's place that isn't of this cluster and has something to lose.</summary>
    private static IEnumerable<Diagnostic> Outsiders(DepartureSituation situation) =>
        situation.Leaving.Where(view => !situation.IsPart(view) && (view.KeyCount > 0 || !view.Self.Slots.IsEmpty))
            .Select(view => new Diagnostic("RI3304", $"{situation.Where}, member {view.Member.Name}",
                $"it isn't a part of the cluster and holds {view.KeyCount} key(s) and {view.Self.Slots.Count} slot(s)",
                "leaving would take them along, and nothing tells whose they are",
                "Move the data away and empty the member, or let it join its cluster again"));

    private static IEnumerable<Diagnostic> Masterless(DepartureSituation situation) =>
        situation.Leaving.Where(view => situation.HandsOver(view) && !situation.StayingReplicasOf(view).Any()
                && !situation.Changing.Any(other => other.Member.Shard == view.Member.Shard))
            .Select(view => new Diagnostic("RI3305", $"{situation.Where}, member {view.Member.Name}",
                $"it owns {view.Self.Slots.Count} slots of shard {view.Member.Shard} and leaves",
                "no member that stays replicates it, so none can take over",
                "Keep it, or let a staying member of the shard replicate it first"));

    /// <summary>A new master doesn't know which slots its predecessor had open (redis #6339).</summary>
    private static IEnumerable<Diagnostic> OpenAtHandOver(DepartureSituation situation) =>
        situation.Leaving.Where(situation.HandsOver).Concat(situation.Changing.Where(situation.OwnsItsOld))
            .Where(view => !view.Self.OpenSlots.IsEmpty)
            .Select(view => new Diagnostic("RI3307", $"{situation.Where}, member {view.Member.Name}",
                $"it is to hand its shard over and has {view.Self.OpenSlots.Length} open slot(s)",
                "the replica that takes over doesn't know of them",
                "Finish the move that was begun (redisinfra cluster repair) and run again"));

    /// <summary>A dead owner's replica is about to take its place.</summary>
    private static string? FailoverDue(DepartureSituation situation)
    {
        var uncovered = SlotSet.All.Except(situation.Covered);
        if (uncovered.IsEmpty) return null;
        foreach (var (_, record) in situation.Strangers.Where(stranger => stranger.Record.Slots.Overlaps(uncovered)))
        {
            var replica = situation.Observed.Live.FirstOrDefault(view => view.Self.Master == record.Id);
            if (replica is not null)
                return $"{record.Id.Short} doesn't answer, and {replica.Member.Name} is to take its place";
        }
        return null;
    }

    /// <summary>Those that stay still see a member that doesn't answer us, or haven't given it up yet.</summary>
    private static string? SilentButAlive(DepartureSituation situation)
    {
        var seen = situation.Strangers.FirstOrDefault(stranger => !stranger.Record.IsFailing);
        if (seen.Record is null) return null;
        string? who = situation.Silent.FirstOrDefault()?.Member.Name;
        string why = situation.Silent.FirstOrDefault()?.Detail ?? "it isn't declared";
        return $"{seen.SeenBy.Member.Name} hasn't given up {who ?? seen.Record.Id.Short} yet, which doesn't answer "
            + $"here ({why})";
    }

    private static string? Meeting(DepartureSituation situation)
    {
        foreach (var view in situation.Staying)
        {
            var record = view.Records.FirstOrDefault(record => record.IsHandshake);
            if (record is not null) return $"{view.Member.Name} is meeting {record.Ip}:{record.Port}";
        }
        return null;
    }

    private static string? Disagreement(DepartureSituation situation)
    {
        var staying = new ObservedCluster([.. situation.Staying]);
        var found = ClusterHealth.Check(staying, allowsEmptyShards: true)
            .FirstOrDefault(finding => finding.Severity == Severity.Error && s_unsettled.Contains(finding.Code));
        if (found is not null) return found.ToString();
        foreach (var view in situation.Staying)
        {
            foreach (var other in situation.Leaving)
            {
                var record = view.Records.FirstOrDefault(record => record.Id == other.Self.Id);
                if (record is null || record.Slots.Equals(other.Self.Slots)) continue;
                // While slots are open their owner differs from view to view; moving them comes first.
                if (!other.Self.OpenSlots.IsEmpty || situation.Staying.Any(some => !some.Self.OpenSlots.IsEmpty))
                    continue;
                return $"{view.Member.Name} and {other.Member.Name} don't agree on the slots of the latter";
            }
        }
        return null;
    }

    /// <summary>Right after a hand-over, another replica may still follow the old master.</summary>
    private static string? Chained(DepartureSituation situation)
    {
        foreach (var view in situation.Leaving.Where(view => view.Self.IsReplica))
        {
            var follower = situation.StayingReplicasOf(view).FirstOrDefault();
            if (follower is not null)
                return $"{follower.Member.Name} still follows {view.Member.Name}, which is no master any more";
        }
        return null;
    }

    private static bool IsAlive(NodeRecord record) => record is { IsFailing: false, IsConnected: true };
}
