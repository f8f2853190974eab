using System.Collections.Immutable;

namespace RedisInfra.Model.Slots;

/// <summary>How slots are spread over the shards of a new cluster.</summary>
public static class SlotLayout
{
    /// <summary>One contiguous range a shard, in the order of the shards, even within one slot.</summary>
    /// <param name="shardCount">1 to 16384.</param>
    public static ImmutableArray<SlotRange> Even(int shardCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shardCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shardCount, SlotRange.SlotCount);
        var ranges = ImmutableArray.CreateBuilder<SlotRange>(shardCount);
        for (int shard = 0; shard < shardCount; shard++)
        {
            int first = (int)((long)SlotRange.SlotCount * shard / shardCount);
            int last = (int)((long)SlotRange.SlotCount * (shard + 1) / shardCount) - 1;
            ranges.Add(new SlotRange(first, last));
        }
        return ranges.MoveToImmutable();
    }
}
