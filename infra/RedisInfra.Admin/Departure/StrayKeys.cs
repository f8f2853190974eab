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
/// <see cref="Leftovers"/> at a member that leaves and owns no slot any more. They are dropped when their owners have
/// them all.
/// </summary>
internal sealed class StrayKeys(INodes nodes, DepartureRequest request)
{
    private const int Shown = 5;

    /// <summary>
    /// Empties the member; gives why it must not be. Null also when the nodes have to be looked at anew.
    /// </summary>
    public async Task<Diagnostic?> DropAsync(Member member, CancellationToken cancellationToken)
    {
        var observed = await nodes.ObserveAsync(request.Staying.Members, cancellationToken);
        if (observed.Silent.Any() || observed.Live.Any(view => !view.Self.OpenSlots.IsEmpty)) return null;
        if (!await IsAsideAsync(member, cancellationToken)) return null;
        var keys = await Leftovers.ListAsync(nodes, member, SlotSet.All, cancellationToken);
        if (keys.Count > Leftovers.MostKeys) return Refusal(member, keys.Count, "too many to look at each");
        var missing = new List<HeldKey>();
        foreach (var group in keys.GroupBy(key => Owner(observed, key.Slot)))
        {
            if (group.Key is not { } owner) return null;
            missing.AddRange(await Leftovers.MissingAsync(nodes, owner, group, cancellationToken));
        }
        if (missing.Count > 0)
        {
            string names = string.Join(", ", missing.Take(Shown).Select(key => Encoding.UTF8.GetString(key.Name.Span)));
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
