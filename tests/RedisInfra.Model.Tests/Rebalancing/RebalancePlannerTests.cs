using RedisInfra.Model.Rebalancing;

namespace RedisInfra.Model.Tests.Rebalancing;

public sealed class RebalancePlannerTests
{
    [Fact]
    public void Plan_EvenShards_Balanced()
    {
        var cluster = StandingCluster.Even(3, replicas: 1);

        Assert.IsType<RebalanceResult.Balanced>(cluster.Plan(cluster.Request()));
    }

    [Fact]
    public void Plan_AFourthMaster_GetsAQuarterOfTheSlotsFromAllOthers()
    {
        var cluster = StandingCluster.Even(3);
        cluster.AddShard();

        var plan = cluster.Steps(cluster.Request());

        Assert.Equal(4096, plan.Slots);
        Assert.Equal(
            [("a-0", "d-0", 1365), ("b-0", "d-0", 1365), ("c-0", "d-0", 1366)],
            plan.Moves.Select(move => (move.From.Name, move.To.Name, move.Slots.Count)).Order());
        Assert.All(plan.Moves, move => Assert.Single(move.Slots.Ranges));
    }

    [Fact]
    public void Plan_AMasterThatComesAndLeaves_GivesEveryRangeBack()
    {
        var cluster = StandingCluster.Even(3);
        string before = cluster.Owners;
        cluster.AddShard();
        cluster.Apply(cluster.Steps(cluster.Request()));
        var leaves = cluster.Request("d-0");

        cluster.Apply(cluster.Steps(leaves));

        Assert.Equal($"{before}\nd-0 ", cluster.Owners);
        Assert.IsType<RebalanceResult.Balanced>(cluster.Plan(leaves));
    }

    [Fact]
    public void Plan_AnEmptyMasterOfADeclaredShard_IsTheDestination()
    {
        var cluster = StandingCluster.Even(3, replicas: 1);
        var fresh = cluster.AddShard(replicas: 1);
        (fresh.Master, cluster["d-1"].Master) = (cluster["d-1"].Id, null);

        Assert.All(cluster.Steps(cluster.Request()).Moves, move => Assert.Equal("d-1", move.To.Name));
    }
}
