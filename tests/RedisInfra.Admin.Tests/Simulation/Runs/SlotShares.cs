using RedisInfra.Admin.Tests.Simulation.Engine;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Tests.Simulation.Runs;

/// <summary>Draws how much each shard is to own, and who owns what at the start.</summary>
internal sealed class SlotShares(SeededRandom random)
{
    /// <summary>New shards are small beside the others; now and then one that stands is too.</summary>
    public List<int> Weights(int standing, int added)
    {
        var weights = new List<int>();
        for (int shard = 0; shard < standing; shard++) weights.Add(random.Between(40, 100));
        if (random.OneIn(2) && standing > 1) weights[random.Below(standing)] = 1;
        for (int shard = 0; shard < added; shard++) weights.Add(1);
        return weights;
    }

    /// <summary>Nearly what each shard is to own, new ones nothing, leaving ones a little.</summary>
    public byte[] Owners(List<int> weights, int standing, int added, int leaving)
    {
        var owners = new byte[SlotRange.SlotCount];
        int total = weights.Sum();
        int slot = 0;
        for (int shard = 0, sum = 0; shard < weights.Count; shard++)
        {
            sum += weights[shard];
            int end = (int)((long)SlotRange.SlotCount * sum / total);
            byte owner = (byte)(shard < standing ? shard : random.Below(standing));
            for (; slot < end; slot++) owners[slot] = owner;
        }
        for (int i = 0; i < leaving; i++) Give((byte)(standing + added + i), random.Between(1, 40));
        for (int i = random.Below(4); i > 0; i--) Give((byte)random.Below(standing), random.Between(1, 25));
        return owners;

        void Give(byte shard, int count)
        {
            for (int left = count; left > 0;)
            {
                int run = Math.Min(left, random.Between(1, 12));
                int first = random.Below(SlotRange.SlotCount - run);
                for (int i = 0; i < run; i++) owners[first + i] = shard;
                left -= run;
            }
        }
    }
}
