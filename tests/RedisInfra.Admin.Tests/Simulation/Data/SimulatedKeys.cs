using System.Buffers.Text;
using System.Text;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Tests.Simulation.Data;

/// <summary>
/// The keys of all simulations: sixteen a slot, known by a number, named <c>{tag}n</c> with a tag that hashes to the
/// slot.
/// </summary>
internal static class SimulatedKeys
{
    public const int PerSlot = 16;

    private static readonly byte[][] s_names = BuildNames();

    public static int Of(int slot, int index) => slot * PerSlot + index;

    public static int Slot(int key) => key / PerSlot;

    public static byte[] Name(int key) => s_names[key];

    public static string Text(int key) => $"{Encoding.ASCII.GetString(s_names[key])} (slot {Slot(key)})";

    /// <summary>The key of that name; -1 for none of ours.</summary>
    public static int Parse(ReadOnlySpan<byte> name)
    {
        int close = name.IndexOf((byte)'}');
        if (close < 0 || !Utf8Parser.TryParse(name[(close + 1)..], out int index, out _)) return -1;
        int key = Of(KeySlot.Of(name), index);
        return index < PerSlot && name.SequenceEqual(s_names[key]) ? key : -1;
    }

    private static byte[][] BuildNames()
    {
        var names = new byte[SlotRange.SlotCount * PerSlot][];
        int missing = SlotRange.SlotCount;
        for (int tag = 0; missing > 0; tag++)
        {
            int slot = KeySlot.Of($"{{{tag}}}");
            if (names[Of(slot, 0)] is not null) continue;
            for (int i = 0; i < PerSlot; i++) names[Of(slot, i)] = Encoding.ASCII.GetBytes($"{{{tag}}}{i}");
            missing--;
        }
        return names;
    }
}
