using System.Text;
using RedisInfra.Admin.Cluster;
using RedisInfra.Model.Observation;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// Looks at some of a master's keys for big ones. A sample can miss one; the sizes of those that move are looked at
/// again when they do.
/// </summary>
internal static class BigKeySample
{
    /// <summary>From here on a key counts as big: moving it takes about 20 ms.</summary>
    public const long BigBytes = 1024 * 1024;

    private const int MaxSlots = 128;
    private const int KeysPerSlot = 4;
    private const int MaxReported = 16;
    private const int MaxNameLength = 64;

    public static async Task<IReadOnlyList<BigKey>> ReadAsync(
        INodes nodes, NodeView.Live view, SlotLoad[] load, CancellationToken cancellationToken)
    {
        var held = view.Self.Slots.Where(slot => load[slot].Keys > 0).ToList();
        int step = Math.Max(1, held.Count / MaxSlots);
        var slots = held.Where((_, i) => i % step == 0).Take(MaxSlots).ToList();
        if (slots.Count == 0) return [];
        var lists = await nodes.ExecuteAsync(
            view.Member, [.. slots.Select(slot => SlotCommands.ListKeys(slot, KeysPerSlot))], cancellationToken);
        var keys = lists.SelectMany((list, i) => list.Items.Select(key => (Slot: slots[i], Name: key.Bytes))).ToList();
        if (keys.Count == 0) return [];
        // A user that may not run MEMORY, or a server before 4, tells no sizes: then none is known to be big.
        var sizes = await nodes.SendAsync(
            view.Member, [.. keys.Select(key => SlotCommands.MemoryUsage(key.Name))], default, cancellationToken);
        return [.. keys.Select((key, i) => new BigKey(view.Member.Name, key.Slot, Words(key.Name), sizes[i].Integer))
            .Where(key => key.Bytes >= BigBytes).OrderByDescending(key => key.Bytes).Take(MaxReported)];
    }

    /// <summary>A key's name for a message: short, and nothing in it that a terminal would act on.</summary>
    public static string Words(ReadOnlyMemory<byte> name)
    {
        var text = new StringBuilder();
        foreach (byte value in name.Span)
        {
            if (text.Length >= MaxNameLength) return text.Append('…').ToString();
            if (value is >= 0x20 and < 0x7f and not (byte)'\\') text.Append((char)value);
            else text.Append($"\\x{value:x2}");
        }
        return text.ToString();
    }
}
