using System.Collections.Immutable;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// Whether the two ends of a window still are what the plan took them for. Replicas don't know open slots, so after a
/// failover nothing of what was opened holds any more (hazard 7). Pure.
/// </summary>
internal static class WindowRoles
{
    /// <summary>Reads a reply to CLUSTER NODES.</summary>
    /// <exception cref="MoveTroubleException">It is an error.</exception>
    public static ImmutableArray<NodeRecord> Read(Member member, RespValue reply) =>
        reply.IsError
            ? throw new MoveTroubleException($"{member.Name}: CLUSTER NODES: {reply.Text}")
            : ClusterNodesText.Parse(reply.Text);

    /// <summary>Why the source can't send now, or null.</summary>
    public static string? SourceProblem(ImmutableArray<NodeRecord> records, SlotWindow window, bool isOpen)
    {
        if (SelfProblem(records, window.From, window.FromId) is { } problem) return problem;
        var self = records.First(record => record.IsMyself);
        int strange = window.Slots.FirstOrDefault(slot => !self.Slots.Contains(slot), -1);
        if (strange >= 0) return $"{window.From.Name} doesn't own slot {strange} any more";
        if (OpenProblem(records, self, window, OpenSlotDirection.Migrating, window.ToId, isOpen) is { } open)
            return open;
        var other = records.FirstOrDefault(record => record.Id == window.ToId && !record.IsHandshake);
        if (other is null) return $"{window.From.Name} doesn't know {window.To.Name}";
        if (!other.IsMaster) return $"{window.From.Name} takes {window.To.Name} for a replica";
        if (other.IsFailing || !other.IsConnected) return $"{window.From.Name} has lost {window.To.Name}";
        return null;
    }

    /// <summary>Why the destination can't receive now, or null.</summary>
    public static string? DestinationProblem(ImmutableArray<NodeRecord> records, SlotWindow window, bool isOpen)
    {
        if (SelfProblem(records, window.To, window.ToId) is { } problem) return problem;
        var self = records.First(record => record.IsMyself);
        if (OpenProblem(records, self, window, OpenSlotDirection.Importing, window.FromId, isOpen) is { } open)
            return open;
        var other = records.FirstOrDefault(record => record.Id == window.FromId && !record.IsHandshake);
        if (other is null) return $"{window.To.Name} doesn't know {window.From.Name}";
        if (!other.IsMaster) return $"{window.To.Name} takes {window.From.Name} for a replica";
        if (other.IsFailing) return $"{window.To.Name} believes that {window.From.Name} is down";
        var untold = isOpen ? [] : Untold(records, window);
        int strange = window.Slots.FirstOrDefault(slot => !other.Slots.Contains(slot) && !untold.Contains(slot), -1);
        return strange >= 0 ? $"{window.To.Name} gives slot {strange} to another than {window.From.Name}" : null;
    }

    /// <summary>
    /// Resumed slots of which the destination missed that the source has taken them over in a failover: while a slot is
    /// IMPORTING no news of its owner is taken, so it has to be told (SETSLOT NODE). Only what it would have believed.
    /// </summary>
    public static ImmutableArray<int> Untold(ImmutableArray<NodeRecord> records, SlotWindow window)
    {
        var source = records.FirstOrDefault(record => record.Id == window.FromId);
        if (!window.IsResumed || source is not { IsMaster: true }) return [];
        return [.. window.Slots.Where(slot => !source.Slots.Contains(slot) && records.All(
            record => !record.Slots.Contains(slot) || (!record.IsMyself && record.ConfigEpoch < source.ConfigEpoch)))];
    }

    /// <summary>
    /// A destination that takes slots with an epoch that isn't above the source's loses them, and their keys, to the
    /// source's next heartbeat (hazard 8). It chooses a greater one if it knows the source's. A source that shares its
    /// epoch with another master may choose a new one at any moment, and that would be the greatest.
    /// </summary>
    public static string? EpochProblem(
        ImmutableArray<NodeRecord> atSource, ImmutableArray<NodeRecord> atDestination, SlotWindow window)
    {
        long epoch = atSource.First(record => record.IsMyself).ConfigEpoch;
        bool isKnown = atDestination.Any(record => record.Id == window.FromId && record.ConfigEpoch >= epoch);
        if (!isKnown) return $"{window.To.Name} hasn't heard of {window.From.Name}'s config epoch {epoch}";
        var twin = atSource.Concat(atDestination).FirstOrDefault(record =>
            record is { IsMaster: true, IsHandshake: false, IsFailing: false } && record.Id != window.FromId
                && record.ConfigEpoch == epoch);
        return twin is null ? null
            : $"{window.From.Name} and {twin.Id.Short} have the same config epoch {epoch}; they will agree";
    }

    private static string? SelfProblem(ImmutableArray<NodeRecord> records, Member member, NodeId id)
    {
        var self = records.FirstOrDefault(record => record.IsMyself);
        if (self is null || self.Id != id) return $"{member.Name} is another node than before";
        return self.IsMaster ? null : $"{member.Name} has become a replica";
    }

    /// <summary>Slots of the window are open towards the other end or, before they are opened, not at all.</summary>
    private static string? OpenProblem(
        ImmutableArray<NodeRecord> records, NodeRecord self, SlotWindow window, OpenSlotDirection direction,
        NodeId peer, bool isOpen)
    {
        if (self.OpenSlots.IsEmpty && !isOpen) return null;
        var open = self.OpenSlots.ToDictionary(slot => slot.Slot);
        string name = direction == OpenSlotDirection.Migrating ? window.From.Name : window.To.Name;
        foreach (int slot in window.Slots)
        {
            if (!open.TryGetValue(slot, out var found))
            {
                if (isOpen) return $"slot {slot} isn't open at {name} any more";
                continue;
            }
            bool isPeer = found.Peer == peer || (window.IsResumed && !isOpen && IsReplica(records, found.Peer, peer));
            if (found.Direction != direction || !isPeer)
                return $"slot {slot} is open at {name} towards another node";
            if (!isOpen && !window.IsResumed) return $"slot {slot} is open at {name} already";
        }
        return null;
    }

    /// <summary>
    /// The end that is named has been failed over: the slot is opened again towards who took its place.
    /// </summary>
    private static bool IsReplica(ImmutableArray<NodeRecord> records, NodeId id, NodeId master) =>
        records.Any(record => record.Id == id && record.Master == master);
}
