using FsCheck;
using FsCheck.Fluent;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Tests.Rebalancing;

/// <summary>What holds for every plan, checked by means that share nothing with the planner.</summary>
public sealed class RebalancePropertyTests
{
    /// <summary>All ways to round each share down or up; the best of them needs this many moves.</summary>
    [Fact]
    public void Plan_AnyCluster_MovesTheFewestSlotsThatLeaveEverybodyWithinOneOfItsShare() => ForAll(scenario =>
    {
        var (cluster, request) = Build(scenario);
        var owned = cluster.Nodes.ToDictionary(node => node.Member.Name, node => node.Slots.Count);
        int weights = request.Desired.Shards.Sum(shard => shard.Weight);
        var shares = request.Desired.Shards
            .Select(shard => (Owned: owned[shard.Members[0].Name], Total: SlotRange.SlotCount * shard.Weight)).ToList();
        int least = int.MaxValue;
        for (int ups = 0; ups < 1 << shares.Count; ups++)
        {
            var quotas = shares.Select((share, i) =>
                (ups >> i & 1) == 0 ? share.Total / weights : (share.Total + weights - 1) / weights).ToList();
            if (quotas.Sum() != SlotRange.SlotCount) continue;
            least = Math.Min(least, shares.Zip(quotas, (share, quota) => Math.Max(0, quota - share.Owned)).Sum());
        }

        int moved = Carry(cluster, cluster.Plan(request, scenario.Load()));

        Assert.Equal(least, moved);
        foreach (var shard in request.Desired.Shards)
        {
            int exact = SlotRange.SlotCount * shard.Weight;
            int slots = cluster[shard.Members[0].Name].Slots.Count;
            Assert.InRange(slots, exact / weights, (exact + weights - 1) / weights);
        }
        Assert.All(request.Leaving, member => Assert.True(cluster[member.Name].Slots.IsEmpty));
    });

    [Fact]
    public void Plan_AnyCluster_LeavesEverySlotWithOneOwnerAfterEveryMove() => ForAll(scenario =>
    {
        var (cluster, request) = Build(scenario);
        if (cluster.Plan(request, scenario.Load()) is not RebalanceResult.Steps steps) return;
        foreach (var move in steps.Plan.Moves)
        {
            cluster.Apply(steps.Plan with { Moves = [move] });
            Assert.Equal(SlotRange.SlotCount, cluster.Nodes.Sum(node => node.Slots.Count));
            Assert.Equal(SlotSet.All, SlotSet.Of(cluster.Nodes.SelectMany(node => node.Slots.Ranges)));
        }
        Assert.IsType<RebalanceResult.Balanced>(cluster.Plan(request, scenario.Load()));
    });

    [Fact]
    public void Plan_AnyCluster_GivesNobodyMoreThanItsPartAndTakesFromNobodyWhoGets() => ForAll(scenario =>
    {
        var (cluster, request) = Build(scenario);
        if (cluster.Plan(request, scenario.Load()) is not RebalanceResult.Steps steps) return;
        var moves = steps.Plan.Moves;
        Assert.Empty(moves.Select(move => move.From.Name).Intersect(moves.Select(move => move.To.Name)));
        Assert.Equal(moves.Length, moves.DistinctBy(move => (move.From.Name, move.To.Name)).Count());
        Assert.All(moves, move => Assert.Equal(scenario.Load().Of(move.Slots), new SlotLoad(move.Keys, move.Bytes)));
    });

    [Fact]
    public void Plan_SameViewsInAnotherOrder_SamePlan() => ForAll(scenario =>
    {
        var (cluster, request) = Build(scenario);
        var random = new Random(scenario.Seed);
        var mixed = request with { Leaving = [.. Shuffled(request.Leaving, random)] };
        var views = cluster.Observe(mixed).Views.Select(view => view is NodeView.Live live
            ? live with { Records = [.. Shuffled(live.Records, random)] } : view);

        string one = StandingCluster.Text(cluster.Plan(request, scenario.Load()));
        string two = StandingCluster.Text(RebalancePlanner.Plan(new ObservedCluster([.. views]), scenario.Load(),
            Model.Migration.OpenSlotCounts.None, mixed));

        Assert.Equal(one, two);
        Assert.Equal(one, StandingCluster.Text(cluster.Plan(request, scenario.Load())));
    });

    /// <summary>
    /// redis-cli takes a source's slots from the first on. Ours may only take more bytes where that saves ranges, and
    /// then not more than those are worth.
    /// </summary>
    [Fact]
    public void Plan_AnyCluster_MovesNoMoreBytesThanRedisCliButForThePriceOfRanges() => ForAll(scenario =>
    {
        var (cluster, request) = Build(scenario);
        var load = scenario.Load();
        if (cluster.Plan(request, load) is not RebalanceResult.Steps steps) return;
        foreach (var source in steps.Plan.Moves.GroupBy(move => move.From.Name))
        {
            var owned = cluster[source.Key].Slots;
            int count = source.Sum(move => move.Slots.Count);
            long theirs = load.Of(SlotSet.OfSlots(owned.Take(count))).Bytes;
            long average = load.Of(owned).Bytes / owned.Count * count;
            long price = Math.Max(RebalanceDefaults.RangePriceBytes, average / RebalanceDefaults.RangePriceParts);
            // At most: both ends of each range join a neighbour, and nothing is cut.
            long most = theirs + price * (2 * owned.Ranges.Count() + 2);
            Assert.InRange(source.Sum(move => move.Bytes), 0, most);
        }
    });

    /// <summary>
    /// What a range costs is never more than two for each source, however many bytes that would save.
    /// </summary>
    [Fact]
    public void Plan_AnyCluster_TearsNoRangesBeyondTwoForEachPair() => ForAll(scenario =>
    {
        var (cluster, request) = Build(scenario);
        if (cluster.Plan(request, scenario.Load()) is not RebalanceResult.Steps steps) return;
        int before = cluster.Nodes.Sum(node => node.Slots.Ranges.Count());
        cluster.Apply(steps.Plan);
        int after = cluster.Nodes.Sum(node => node.Slots.Ranges.Count());
        Assert.InRange(after, 1, before + 2 * steps.Plan.Moves.Length);
    });

    [Fact]
    public void Plan_MastersThatComeAndLeave_GetTheFirstLayoutBack()
    {
        foreach (int shards in Enumerable.Range(3, 10))
        {
            foreach (int added in Enumerable.Range(1, 4))
            {
                var cluster = StandingCluster.Even(shards);
                string before = cluster.Owners;
                string[] names = [.. Enumerable.Range(0, added).Select(_ => cluster.AddShard().Member.Name)];
                cluster.Apply(cluster.Steps(cluster.Request()));
                cluster.Apply(cluster.Steps(cluster.Request(names)));
                Assert.StartsWith(before, cluster.Owners);
            }
        }
    }

    private static void ForAll(Action<RandomCluster> check) => Prop.ForAll(RandomCluster.All, scenario =>
    {
        check(scenario);
        return true;
    }).QuickCheckThrowOnFailure();

    private static (StandingCluster Cluster, RebalanceRequest Request) Build(RandomCluster scenario)
    {
        var cluster = scenario.Build();
        return (cluster, scenario.Request(cluster));
    }

    private static int Carry(StandingCluster cluster, RebalanceResult result)
    {
        if (result is RebalanceResult.Balanced) return 0;
        var plan = Assert.IsType<RebalanceResult.Steps>(result).Plan;
        cluster.Apply(plan);
        return plan.Slots;
    }

    private static T[] Shuffled<T>(IEnumerable<T> items, Random random)
    {
        var array = items.ToArray();
        random.Shuffle(array);
        return array;
    }
}
