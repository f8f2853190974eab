using System.Collections.Immutable;
using RedisInfra.Model.Observation;

namespace RedisInfra.Model.Migration;

/// <summary>
/// The table of what an open slot's state means (facts: a move stopped half way, a failover during a move). Clients are
/// served by the owner, so what owner and importer both have is right at the owner.
/// </summary>
internal static class OpenSlotEvidence
{
    private const string ByHand =
        "Look at the slot's keys on those nodes (CLUSTER GETKEYSINSLOT), settle them by hand, then run again";

    public static void Judge(
        OpenSlotScene scene, OpenSlotCase open, OpenSlotCounts counts, OpenSlotVerdicts verdicts)
    {
        var uncounted = scene.Masters.Where(view => counts.Of(view.Member.Name, open.Slot) is null).ToList();
        foreach (var view in uncounted) verdicts.Uncounted(open, view);
        if (uncounted.Count > 0) return;
        if (open.Ends.Any(end => end.PeerMaster is null) && scene.Observed.Silent.Any())
        {
            verdicts.Unsettled(open, "a node at the other end may be one that doesn't answer");
            return;
        }
        var slot = new Counted(open, counts, scene.Masters);
        switch (open.Claimants.Length)
        {
            case 0:
                verdicts.Refuse(open, "RI3214", "no member claims to own them", "nothing tells who is right", ByHand);
                break;
            case 1:
                Owned(slot, open.Claimants[0], verdicts);
                break;
            case 2 when open.Claimants[0].Self.ConfigEpoch > open.Claimants[1].Self.ConfigEpoch:
                Committed(slot, open.Claimants[0], open.Claimants[1], verdicts);
                break;
            default:
                verdicts.Unsettled(open, $"{Names(open.Claimants)} claim the same slots; they will agree");
                break;
        }
    }

    /// <summary>
    /// The destination has committed and the source doesn't know. Once told, the source deletes what it still has.
    /// </summary>
    private static void Committed(
        Counted slot, NodeView.Live owner, NodeView.Live source, OpenSlotVerdicts verdicts)
    {
        if (slot.Keys(source) > 0)
        {
            verdicts.Refuse(slot.Open, "RI3212",
                $"{owner.Member.Name} has taken them over and {source.Member.Name} still holds keys of them",
                $"{source.Member.Name} would delete those when it is told", ByHand);
            return;
        }
        if (!CloseOthers(slot, [owner, source], verdicts)) return;
        verdicts.Announce(slot.Open, owner, source);
    }

    private static void Owned(Counted slot, NodeView.Live owner, OpenSlotVerdicts verdicts)
    {
        var holders = slot.Masters.Where(view => view != owner && slot.Keys(view) > 0).ToList();
        if (holders.Count > 1)
        {
            verdicts.Refuse(slot.Open, "RI3211", $"{Names(holders)} hold keys of them besides {owner.Member.Name}",
                "a key's latest value may be at any of them", ByHand);
            return;
        }
        if (holders.Count == 1)
        {
            Held(slot, owner, holders[0], verdicts);
            return;
        }
        var others = slot.Open.Ends.Where(end => end.At != owner).ToList();
        var outgoing = slot.Open.Ends.FirstOrDefault(end => end.At == owner && !end.IsImporting);
        if (others is [{ IsImporting: true } only] && only.PeerMaster == owner && outgoing?.PeerMaster == only.At)
        {
            verdicts.Finish(slot.Open, owner, only.At, "it is open at both ends");
            return;
        }
        foreach (var end in slot.Open.Ends) verdicts.Close(slot.Open, end.At, Unneeded(end));
    }

    /// <summary>One node beside the owner has keys: it got them from the owner, or nobody knows from where.</summary>
    private static void Held(Counted slot, NodeView.Live owner, NodeView.Live holder, OpenSlotVerdicts verdicts)
    {
        var incoming = slot.Open.Ends.FirstOrDefault(end => end.At == holder && end.IsImporting);
        var outgoing = slot.Open.Ends.FirstOrDefault(end => end.At == owner && !end.IsImporting);
        bool isDestination = incoming is null ? outgoing?.PeerMaster == holder : incoming.PeerMaster == owner;
        if (!isDestination)
        {
            verdicts.Refuse(slot.Open, "RI3213",
                $"{holder.Member.Name} holds keys of them which it didn't get from their owner {owner.Member.Name}",
                "either of the two may have a key's latest value", ByHand);
            return;
        }
        foreach (var end in slot.Open.Ends.Where(end => end.At != holder && end.At != owner))
            verdicts.Close(slot.Open, end.At, Unneeded(end));
        if (outgoing is not null && outgoing.PeerMaster != holder)
            verdicts.Close(slot.Open, owner, $"{outgoing.Peer} holds no key of it and {holder.Member.Name} does");
        verdicts.Finish(slot.Open, owner, holder, (outgoing, incoming) switch
        {
            (not null, not null) => "it is open at both ends",
            (null, _) => $"{holder.Member.Name} imports it and holds keys of it; its owner lost the flag in a failover",
            _ => $"{holder.Member.Name} holds keys of it; it lost the flag in a failover",
        });
    }

    /// <summary>Closes the slot at those that have no part in it; refuses when one of them has keys.</summary>
    private static bool CloseOthers(Counted slot, NodeView.Live[] parts, OpenSlotVerdicts verdicts)
    {
        var holders = slot.Masters.Where(view => !parts.Contains(view) && slot.Keys(view) > 0).ToList();
        if (holders.Count > 0)
        {
            verdicts.Refuse(slot.Open, "RI3213",
                $"{Names(holders)} hold keys of them, which {parts[0].Member.Name} owns",
                "either of the two may have a key's latest value", ByHand);
            return false;
        }
        foreach (var end in slot.Open.Ends.Where(end => !parts.Contains(end.At)))
            verdicts.Close(slot.Open, end.At, Unneeded(end));
        return true;
    }

    private static string Unneeded(OpenSlotCase.End end) => end.IsImporting
        ? $"{end.At.Member.Name} imports it from {end.Peer} and holds no key that its owner hasn't"
        : $"{end.At.Member.Name} gives it to {end.Peer}, which holds no key of it";

    private static string Names(IEnumerable<NodeView.Live> views) =>
        string.Join(" and ", views.Select(view => view.Member.Name).Order(StringComparer.Ordinal));

    private sealed record Counted(
        OpenSlotCase Open, OpenSlotCounts Counts, ImmutableArray<NodeView.Live> Masters)
    {
        public long Keys(NodeView.Live view) => Counts.Of(view.Member.Name, Open.Slot) ?? 0;
    }
}
