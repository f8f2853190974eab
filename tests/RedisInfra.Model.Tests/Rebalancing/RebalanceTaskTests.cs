using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Tests.Rebalancing;

/// <summary>Atomic migrations that run already, of an earlier run of ours or of somebody else.</summary>
public sealed class RebalanceTaskTests
{
    [Fact]
    public void Plan_ATaskThatBringsThePlanNearer_IsWaitedForWhicheverSlotsItChose()
    {
        var cluster = Growing();
        Begin(cluster, "a-0", "d-0", "3000-3099");
        Begin(cluster, "b-0", "d-0", "5461-6000");

        var wait = Assert.IsType<RebalanceResult.NotReady>(cluster.Plan(cluster.Request()));

        Assert.Equal("a-0 is moving slots 3000-3099 to d-0 (sending); b-0 is moving slots 5461-6000 to d-0 (sending)",
            wait.Reason);
    }

    [Theory]
    [InlineData("a-0", "b-0", "100-199")] // b-0 has enough.
    [InlineData("a-0", "d-0", "0-1400")] // a-0 would have too few.
    [InlineData("a-0", "d-0", "6000")] // It isn't a-0's.
    public void Plan_ATaskThatThePlanDoesNotWant_Refused(string from, string to, string slots)
    {
        var cluster = Growing();
        Begin(cluster, from, to, slots);

        var refused = Assert.IsType<RebalanceResult.Refused>(cluster.Plan(cluster.Request()));

        var found = Assert.Single(refused.Diagnostics);
        Assert.Equal(("RI3209", $"{from} is moving slots {slots} to {to} (sending)"), (found.Code, found.What));
    }

    [Fact]
    public void Plan_ATaskWithoutAnEnd_Refused()
    {
        var cluster = Growing();
        cluster["a-0"].Tasks.Add(new SlotTask("t", SlotSet.Parse("5"), cluster["a-0"].Id, null, "sending"));

        var refused = Assert.IsType<RebalanceResult.Refused>(cluster.Plan(cluster.Request()));

        Assert.Contains("a-0 is moving slots 5 to a node (sending), but", StandingCluster.Text(refused));
    }

    [Fact]
    public void Plan_ATaskInABalancedCluster_Refused()
    {
        var cluster = StandingCluster.Even(3);
        Begin(cluster, "a-0", "b-0", "100-199");

        Assert.IsType<RebalanceResult.Refused>(cluster.Plan(cluster.Request()));
    }

    /// <summary>Each would do by itself.</summary>
    [Fact]
    public void Plan_TasksThatTogetherMoveTooMuch_Refused()
    {
        var cluster = Growing();
        Begin(cluster, "a-0", "d-0", "0-999");
        Begin(cluster, "a-0", "d-0", "1000-1999");

        var refused = Assert.IsType<RebalanceResult.Refused>(cluster.Plan(cluster.Request()));

        Assert.Contains("slots 1000-1999", Assert.Single(refused.Diagnostics).What);
    }

    /// <summary>The slots are the destination's, and the servers clean up.</summary>
    [Fact]
    public void Plan_ATaskThatIsAsGoodAsDone_IsWaitedFor()
    {
        var cluster = StandingCluster.Even(3);
        Begin(cluster, "a-0", "b-0", "6000-6001");

        Assert.IsType<RebalanceResult.NotReady>(cluster.Plan(cluster.Request()));
    }

    /// <summary>Its source has given its last slot by it, and follows the destination now.</summary>
    [Fact]
    public void Plan_ATaskThatIsDoneAndWhoseSourceFollowsNow_IsWaitedFor()
    {
        var cluster = StandingCluster.Even(4);
        var given = cluster["d-0"].Slots;
        cluster["a-0"].Slots = cluster["a-0"].Slots.Union(given);
        cluster["d-0"].Slots = SlotSet.Empty;
        cluster["d-0"].Master = cluster["a-0"].Id;
        Begin(cluster, "d-0", "a-0", given.ToString());

        Assert.IsType<RebalanceResult.NotReady>(cluster.Plan(cluster.Request("d-0")));
    }

    private static StandingCluster Growing()
    {
        var cluster = StandingCluster.Even(3);
        cluster.AddShard();
        return cluster;
    }

    /// <summary>Both ends tell of it.</summary>
    private static void Begin(StandingCluster cluster, string from, string to, string slots)
    {
        var task = new SlotTask(slots, SlotSet.Parse(slots), cluster[from].Id, cluster[to].Id, "sending");
        cluster[from].Tasks.Add(task);
        cluster[to].Tasks.Add(task);
    }
}
