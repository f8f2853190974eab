using FsCheck;
using FsCheck.Fluent;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Tests.Rebalancing;

/// <summary>
/// A cluster of any layout, with shards that come and go, weights and loads; made from numbers alone.
/// </summary>
internal sealed record RandomCluster(int Shards, int New, int Leaving, int Ranges, int[] Weights, int Seed)
{
    public static Arbitrary<RandomCluster> All { get; } = (
        from shards in Gen.Choose(3, 7)
        from added in Gen.Choose(0, 3)
        from leaving in Gen.Choose(0, 3)
        from ranges in Gen.Choose(0, 40)
        from weights in Gen.OneOf(Gen.Constant(1), Gen.Choose(0, 5)).ArrayOf(10)
        from seed in Gen.Choose(0, int.MaxValue)
        select new RandomCluster(shards, added, Math.Min(leaving, shards + added - 3), ranges, weights, seed))
        .ToArbitrary();

    public StandingCluster Build()
    {
        var random = new Random(Seed);
        var cluster = StandingCluster.Even(Shards);
        var owners = Enumerable.Range(0, SlotRange.SlotCount)
            .Select(slot => cluster.Nodes.TakeWhile(node => !node.Slots.Contains(slot)).Count()).ToArray();
        // Ranges of any length go to anybody, on top of an even layout.
        for (int range = 0; range < Ranges; range++)
        {
            int first = random.Next(SlotRange.SlotCount);
            int length = random.Next(1, Math.Min(800, SlotRange.SlotCount - first + 1));
            Array.Fill(owners, random.Next(Shards), first, length);
        }
        var nodes = cluster.Nodes.ToList();
        for (int shard = 0; shard < Shards; shard++)
        {
            nodes[shard].Slots = SlotSet.OfSlots(
                Enumerable.Range(0, SlotRange.SlotCount).Where(slot => owners[slot] == shard));
        }
        for (int shard = 0; shard < New; shard++) cluster.AddShard();
        return cluster;
    }

    public RebalanceRequest Request(StandingCluster cluster)
    {
        var names = cluster.Nodes.Select(node => node.Member.Name).ToArray();
        new Random(Seed).Shuffle(names);
        var request = cluster.Request([.. names.Take(Leaving)]);
        return request with
        {
            // Three must own something.
            Desired = request.Desired.WithWeights([.. Weights.Take(request.Desired.Shards.Length)
                .Select((weight, i) => i < 3 ? Math.Max(1, weight) : weight)]),
        };
    }

    /// <summary>Most slots hold little, some hold much.</summary>
    public ClusterLoad Load()
    {
        var random = new Random(Seed);
        return ClusterLoad.Empty with
        {
            Slots = [.. Enumerable.Range(0, SlotRange.SlotCount).Select(_ =>
            {
                int keys = random.Next(100) == 0 ? random.Next(100_000) : random.Next(100);
                return new SlotLoad(keys, keys * 120L);
            })],
        };
    }
}
