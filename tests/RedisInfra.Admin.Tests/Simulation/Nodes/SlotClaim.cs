using System.Numerics;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Tests.Simulation.Nodes;

/// <summary>Slots that a node says a master owns, as they are sent: never changed once made.</summary>
internal sealed class SlotClaim(ulong[] bits)
{
    public const int WordCount = SlotRange.SlotCount / 64;

    public static SlotClaim None { get; } = new(new ulong[WordCount]);

    public ulong[] Bits { get; } = bits;

    public bool Has(int slot) => (Bits[slot >> 6] & (1UL << (slot & 63))) != 0;

    /// <summary>The slots of a word of a bitmap.</summary>
    public static IEnumerable<int> Slots(ulong[] bits)
    {
        for (int word = 0; word < WordCount; word++)
        {
            for (ulong left = bits[word]; left != 0; left &= left - 1)
                yield return (word << 6) + BitOperations.TrailingZeroCount(left);
        }
    }
}
