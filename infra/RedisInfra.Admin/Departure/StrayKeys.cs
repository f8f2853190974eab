using System.Text;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Departure;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Departure;

/// <summary>
/// Keys at a member that leaves and owns no slot any more. A replica that took over before it had heard that its
/// master's keys were gone still has them, and so has a node that lost its last second in a crash. No client reads them
/// there. Whatever its owner has too is dropped: all that was written since the slot went was written there. A key that
/// its owner doesn't have may have been deleted since, or be the last copy of one that the owner lost: nothing tells,
/// so nothing is dropped.
/// </summary>
internal sealed class StrayKeys(INodes nodes, DepartureRequest request)
{
    private const int MostKeys = 10_000;
    private const int AtOnce = 500;
    private const int Shown = 5;
    private const int SlotsAtOnce = 1024;

    /// <summary>
    /// Empties the member; gives why it must not be. Null also when the nodes have to be looked at anew.
    /// </summary>
    public async Task<Diagnostic?> DropAsync(Member member, CancellationToken cancellationToken)
    {
        var observed = await nodes.ObserveAsync(request.Staying.Members, cancellationToken);
        if (observed.Silent.Any() || observed.Live.Any(view => !view.Self.OpenSlots.IsEmpty)) return null;
        if (!await IsAsideAsync(member, cancellationToken)) return null;
        var keys = await KeysAsync(member, cancellationToken);
        if (keys.Count > MostKeys) return Refusal(member, keys.Count, "too many to look at each");
        var missing = new List<ReadOnlyMemory<byte>>();
        foreach (var group in keys.GroupBy(key => Owner(observed, key.Slot)))
        {
            if (group.Key is not { } owner) return null;
            foreach (var some in group.Chunk(AtOnce))
            {
                var replies = await nodes.ExecuteAsync(
                    owner, [.. some.Select(key => RespCommand.OfBinary(["EXISTS"], key.Name))], cancellationToken);
                missing.AddRange(some.Where((_, i) => replies[i].Integer == 0).Select(key => key.Name));
            }
        }
        if (missing.Count > 0)
        {
            string names = string.Join(", ", missing.Take(Shown).Select(key => Encoding.UTF8.GetString(key.Span)));
            string more = missing.Count > Shown ? ", …" : "";
            return Refusal(member, keys.Count,
                $"{missing.Count} of them not at the owner of their slot: {names}{more}");
        }
        // What came meanwhile would have come by a slot that is open or its own.
        if (await IsAsideAsync(member, cancellationToken))
            await nodes.ExecuteAsync(member, [RespCommand.Of("FLUSHALL")], cancellationToken);
        return null;
    }

    /// <summary>Whether nothing can be written there: no slot is its own, or open, or on its way.</summary>
    private async Task<bool> IsAsideAsync(Member member, CancellationToken cancellationToken) =>
        await nodes.ObserveAsync(member, cancellationToken) is NodeView.Live
        {
            Self: { IsMaster: true, Slots.IsEmpty: true, OpenSlots.IsEmpty: true }, SlotTasks.IsEmpty: true,
        };

    private async Task<List<(int Slot, ReadOnlyMemory<byte> Name)>> KeysAsync(
        Member member, CancellationToken cancellationToken)
    {
        var keys = new List<(int, ReadOnlyMemory<byte>)>();
        foreach (int[] slots in SlotSet.All.Chunk(SlotsAtOnce))
        {
            var counts = await nodes.ExecuteAsync(
                member, [.. slots.Select(SlotCommands.CountKeys)], cancellationToken);
            var filled = slots.Where((_, i) => counts[i].Integer > 0).ToList();
            if (filled.Count == 0) continue;
            var lists = await nodes.ExecuteAsync(
                member, [.. filled.Select(slot => SlotCommands.ListKeys(slot, MostKeys + 1))], cancellationToken);
            for (int i = 0; i < filled.Count; i++) keys.AddRange(lists[i].Items.Select(key => (filled[i], key.Bytes)));
            if (keys.Count > MostKeys) break;
        }
        return keys;
    }

    private static Member? Owner(ObservedCluster observed, int slot)
    {
        var owners = observed.Live.Where(view => view.Self.IsMaster && view.Self.Slots.Contains(slot)).ToList();
        return owners.Count == 1 ? owners[0].Member : null;
    }

    private Diagnostic Refusal(Member member, int keys, string which) => new("RI3315",
        $"Redis Cluster \"{request.Staying.Name}\", member {member.Name}",
        $"it owns no slot any more and still holds {keys} key(s), {which}",
        "a crash or a failover brought them back, and they may be the last copy of what was lost elsewhere",
        "When they were deleted on purpose, run FLUSHALL there: no client reads a node that owns no slot. Otherwise "
            + "bring them to their owners first (docs/moving-slots.md). Then run again");
}
