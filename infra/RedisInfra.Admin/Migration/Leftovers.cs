using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Migration;

/// <summary>A key that a node holds.</summary>
/// <param name="Slot">Its slot.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct HeldKey(int Slot, ReadOnlyMemory<byte> Name);

/// <summary>
/// Keys that a node holds of slots in which it has no part. A replica that took over before it had heard what its
/// master did with a slot has them, and so has a node that lost its last second in a crash. No client reads them there.
/// What the owner has too is only repeated: all that was written since the slot went was written at the owner. A key
/// that the owner doesn't have may have been deleted since, or be the last copy of one that the owner lost: nothing
/// tells.
/// </summary>
internal static class Leftovers
{
    /// <summary>More aren't looked at one by one.</summary>
    public const int MostKeys = 10_000;

    private const int AtOnce = 500;
    private const int SlotsAtOnce = 1024;

    /// <summary>What a member holds of slots; the list ends soon after <see cref="MostKeys"/>.</summary>
    public static async Task<List<HeldKey>> ListAsync(
        INodes nodes, Member member, IEnumerable<int> slots, CancellationToken cancellationToken)
    {
        var keys = new List<HeldKey>();
        foreach (int[] some in slots.Chunk(SlotsAtOnce))
        {
            var counts = await nodes.ExecuteAsync(
                member, [.. some.Select(SlotCommands.CountKeys)], cancellationToken);
            var filled = some.Where((_, i) => counts[i].Integer > 0).ToList();
            if (filled.Count == 0) continue;
            var lists = await nodes.ExecuteAsync(
                member, [.. filled.Select(slot => SlotCommands.ListKeys(slot, MostKeys + 1))], cancellationToken);
            for (int i = 0; i < filled.Count; i++)
                keys.AddRange(lists[i].Items.Select(key => new HeldKey(filled[i], key.Bytes)));
            if (keys.Count > MostKeys) break;
        }
        return keys;
    }

    /// <summary>Those of the keys that the owner of their slots doesn't have, or doesn't tell of.</summary>
    public static async Task<List<HeldKey>> MissingAsync(
        INodes nodes, Member owner, IEnumerable<HeldKey> keys, CancellationToken cancellationToken)
    {
        var missing = new List<HeldKey>();
        foreach (var some in keys.Chunk(AtOnce))
        {
            var replies = await nodes.SendAsync(owner,
                [.. some.Select(key => RespCommand.OfBinary(["EXISTS"], key.Name))], default, cancellationToken);
            missing.AddRange(some.Where((_, i) => replies[i].IsError || replies[i].Integer == 0));
        }
        return missing;
    }
}
