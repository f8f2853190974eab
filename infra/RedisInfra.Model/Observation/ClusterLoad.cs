using System.Collections.Immutable;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Observation;

/// <summary>What a cluster's slots hold and how full its masters are, measured for planning a move.</summary>
/// <param name="Slots">One entry a slot, by its number: 16384.</param>
/// <param name="Memory">The memory of each master that answered, by its member's name.</param>
/// <param name="BigKeys">The biggest keys that were seen.</param>
public sealed record ClusterLoad(
    ImmutableArray<SlotLoad> Slots, ImmutableDictionary<string, MemoryUse> Memory, ImmutableArray<BigKey> BigKeys)
{
    /// <summary>Nothing is known, or nothing is there.</summary>
    public static ClusterLoad Empty { get; } = new(
        [.. Enumerable.Repeat(default(SlotLoad), SlotRange.SlotCount)],
        ImmutableDictionary<string, MemoryUse>.Empty, []);

    /// <summary>What slots hold together.</summary>
    public SlotLoad Of(SlotSet slots)
    {
        long keys = 0;
        long bytes = 0;
        foreach (int slot in slots)
        {
            keys += Slots[slot].Keys;
            bytes += Slots[slot].Bytes;
        }
        return new SlotLoad(keys, bytes);
    }
}
