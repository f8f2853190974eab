using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Tests.Rebalancing;

/// <summary>What a plan may do to memory, keys, functions and roles, and what it says about them.</summary>
public sealed class RebalanceLimitsTests
{
    private const long SlotBytes = 1000;

    /// <summary>4096 slots of 1,000 bytes beside 1,000,000 used ones, of which 95 % of maxmemory may be used.</summary>
    [Theory]
    [InlineData(6_000_000, "allkeys-lru", null)]
    [InlineData(5_364_211, "noeviction", null)]
    [InlineData(5_364_210, "noeviction", "with noeviction the move would fail half way")]
    [InlineData(5_000_000, "allkeys-lru", "its policy allkeys-lru would drop keys without a word")]
    [InlineData(0, "noeviction", null)]
    public void Plan_ADestinationsMemory_IsRefusedWhenItWouldNotDo(long maxBytes, string policy, string? why)
    {
        var cluster = Growing();
        var load = Load() with { Memory = Load().Memory.Add("d-0", new MemoryUse(1_000_000, maxBytes, policy)) };

        var result = cluster.Plan(cluster.Request(), load);

        if (why is null) Assert.IsType<RebalanceResult.Steps>(result);
        else Assert.Contains(why, Refusal("RI3206", result));
    }

    [Fact]
    public void Plan_ADestinationWhoseMemoryIsNotKnown_IsAWarning() =>
        Assert.Equal(["RI3226"], Warnings(Growing(), Load()));

    /// <summary>Hazard 9: a quarter of a node timeout of 15 s at 50 MB/s is 187,500,000 bytes.</summary>
    [Theory]
    [InlineData("7.0.15", 187_500_001, "RI3207")]
    [InlineData("7.0.15", 187_500_000, null)]
    [InlineData("8.6.3", 187_500_001, "RI3220")]
    [InlineData("valkey 9.1.2", 187_500_001, "RI3220")]
    public void Plan_ABigKeyThatHasToMove_RefusedForMigrateAndAWarningForAtomicMoves(
        string version, long bytes, string? code)
    {
        var cluster = StandingCluster.Even(4);
        foreach (var node in cluster.Nodes) node.Version = version;
        var load = ClusterLoad.Empty with { BigKeys = [new BigKey("d-0", 16000, "big", bytes)] };

        var result = cluster.Plan(cluster.Request("d-0"), load);

        if (code == "RI3207") Assert.Contains("key big of slot 16000 at d-0", Refusal(code, result));
        else Assert.Equal(code is null ? [] : [code], Warnings(result));
    }

    [Fact]
    public void Plan_AShorterNodeTimeout_AllowsSmallerKeys()
    {
        var cluster = StandingCluster.Even(4);
        cluster["b-0"].TimeoutMs = 4000;
        var load = ClusterLoad.Empty with { BigKeys = [new BigKey("d-0", 16000, "big", 50_000_001)] };

        Refusal("RI3207", cluster.Plan(cluster.Request("d-0"), load));
        Assert.IsType<RebalanceResult.Steps>(cluster.Plan(
            cluster.Request("d-0") with { Limits = new RebalanceLimits { MaxKeyBytes = 60_000_000 } }, load));
    }

    /// <summary>There are other slots to take.</summary>
    [Fact]
    public void Plan_ABigKeyThatMayStay_Stays()
    {
        var cluster = Growing();
        var load = ClusterLoad.Empty with { BigKeys = [new BigKey("a-0", 700, "big", long.MaxValue)] };

        var plan = cluster.Steps(cluster.Request(), load);

        Assert.DoesNotContain(plan.Moves, move => move.Slots.Contains(700));
        Assert.All(plan.Moves, move => Assert.Single(move.Slots.Ranges));
    }

    [Fact]
    public void Plan_AHotSlot_Stays()
    {
        var cluster = Growing();
        var load = ClusterLoad.Empty with
        {
            Slots = ClusterLoad.Empty.Slots.SetItem(700, new SlotLoad(10, 50_000_000)),
        };

        Assert.Equal(0, cluster.Steps(cluster.Request(), load).Bytes);
    }

    /// <summary>Less than the price of the range that it would take to save them.</summary>
    [Fact]
    public void Plan_AFewBytesMore_TearNoRange()
    {
        var cluster = Growing();
        var slots = ClusterLoad.Empty.Slots.SetItem(0, new SlotLoad(1, 60_000)).SetItem(5460, new SlotLoad(1, 60_000));

        var plan = cluster.Steps(cluster.Request(), ClusterLoad.Empty with { Slots = slots });

        Assert.Single(cluster["a-0"].Slots.Except(plan.Moves.Single(move => move.From.Name == "a-0").Slots).Ranges);
    }

    /// <summary>Hazard 13.</summary>
    [Fact]
    public void Plan_AMasterWithoutTheOthersFunctions_GetsThem()
    {
        var cluster = Growing();
        foreach (var node in cluster.Nodes) node.Functions = "f1";
        cluster["d-0"].Functions = "";

        var copy = Assert.Single(cluster.Steps(cluster.Request()).FunctionCopies);

        Assert.Equal(("a-0", "d-0"), (copy.From.Name, copy.To.Name));
    }

    [Fact]
    public void Plan_OwnersWithDifferentFunctions_Refused()
    {
        var cluster = Growing();
        (cluster["a-0"].Functions, cluster["c-0"].Functions) = ("f1", "f2");

        Assert.Contains("a-0 and c-0", Refusal("RI3208", cluster.Plan(cluster.Request())));
    }

    [Fact]
    public void Plan_ADestinationThatHoldsKeysWithoutSlots_Refused()
    {
        var cluster = Growing();
        cluster["d-0"].Keys = 2;

        Assert.Contains("d-0 holds 2 key(s)", Refusal("RI3205", cluster.Plan(cluster.Request())));
    }

    [Fact]
    public void Plan_AWeightThatIsWorthNoSlot_Refused()
    {
        var cluster = StandingCluster.Even(3);
        var request = cluster.Request();

        var result = cluster.Plan(request with { Desired = request.Desired.WithWeights([int.MaxValue, 1, 1]) });

        Assert.Contains("shard 2 has weight 1", Refusal("RI3210", result));
    }

    /// <summary>It has the smallest remainder, and with none of the slots it would be no master.</summary>
    [Fact]
    public void Plan_AWeightThatIsWorthLessThanASlot_GetsOne()
    {
        var cluster = StandingCluster.Even(3);
        var request = cluster.Request();

        cluster.Apply(cluster.Steps(request with { Desired = request.Desired.WithWeights([100_000, 100_000, 1]) }));

        Assert.Equal(1, cluster["c-0"].Slots.Count);
    }

    /// <summary>It owns nothing, so nothing else gives it a claim.</summary>
    [Fact]
    public void Plan_ANewMasterWorthLessThanASlot_GetsOne()
    {
        var cluster = Growing();
        var request = cluster.Request();

        cluster.Apply(cluster.Steps(
            request with { Desired = request.Desired.WithWeights([100_000, 100_000, 100_000, 1]) }));

        Assert.Equal(1, cluster["d-0"].Slots.Count);
    }

    [Fact]
    public void Plan_AWeightOfZero_EmptiesAShardThatKeepsItsMembers()
    {
        var cluster = StandingCluster.Even(4, replicas: 1);
        foreach (var node in cluster.Nodes) node.AllowsMigration = true;
        var request = cluster.Request();
        request = request with { Desired = request.Desired.WithWeights([1, 0, 1, 1]) };

        var plan = cluster.Steps(request);
        cluster.Apply(plan);
        cluster["b-0"].Keys = 3; // Left there by whom ever: nothing moves to it.

        Assert.All(plan.Moves, move => Assert.Equal("b-0", move.From.Name));
        Assert.Equal(["b-0", "b-1"], plan.KeepRole.Select(member => member.Name));
        Assert.True(cluster["b-0"].Slots.IsEmpty);
        Assert.IsType<RebalanceResult.Balanced>(cluster.Plan(request));
        // Where nothing keeps it from that, an emptied master becomes a replica: it isn't needed as a master.
        cluster["b-0"].Master = cluster["b-1"].Master = cluster["a-0"].Id;
        Assert.IsType<RebalanceResult.Balanced>(cluster.Plan(request));
    }

    [Fact]
    public void Plan_WeightsThatLeaveTwoMastersWithSlots_Refused()
    {
        var cluster = StandingCluster.Even(3);
        var request = cluster.Request();

        var result = cluster.Plan(request with { Desired = request.Desired.WithWeights([1, 0, 1]) });

        Assert.Contains("2 masters would be left with slots", Refusal("RI3201", result));
    }

    [Theory]
    [InlineData("8.6.3", "8.6.3", MigrationMethod.RedisImport)]
    [InlineData("8.6.3", "8.4.0", MigrationMethod.RedisImport)]
    [InlineData("8.6.3", "7.0.15", MigrationMethod.Windows)]
    [InlineData("valkey 9.1.2", "valkey 9.1.2", MigrationMethod.ValkeyMigrateSlots)]
    [InlineData("valkey 9.1.2", "valkey 8.1.0", MigrationMethod.Windows)]
    [InlineData("valkey 9.1.2", "8.6.3", MigrationMethod.Windows)]
    public void Plan_MixedVersions_UseWhatEveryMasterHas(string one, string other, MigrationMethod method)
    {
        var cluster = Growing();
        foreach (var node in cluster.Nodes) node.Version = one;
        cluster["d-0"].Version = other;

        var plan = cluster.Steps(cluster.Request());

        Assert.Equal(method, plan.Method);
        Assert.Equal(one == other ? [] : ["RI3221"], plan.Warnings.Select(found => found.Code));
    }

    [Fact]
    public void Plan_AMethodThatIsAskedFor_IsTakenAndItsRulesHold()
    {
        var cluster = StandingCluster.Even(4);
        foreach (var node in cluster.Nodes) node.Version = "8.6.3";
        var request = cluster.Request("d-0") with { Method = MigrationMethod.Windows };
        var load = ClusterLoad.Empty with { BigKeys = [new BigKey("d-0", 16000, "big", 200_000_000)] };

        Assert.Equal(MigrationMethod.Windows, cluster.Steps(request).Method);
        Refusal("RI3207", cluster.Plan(request, load));
    }

    [Fact]
    public void Plan_AMethodThatAMasterDoesNotHave_Refused()
    {
        var cluster = Growing();
        foreach (var node in cluster.Nodes) node.Version = "8.6.3";
        cluster["b-0"].Version = "8.2.1";

        var result = cluster.Plan(cluster.Request() with { Method = MigrationMethod.RedisImport });

        Assert.Contains("b-0 runs 8.2.1, which doesn't have it", Refusal("RI3215", result));
    }

    /// <summary>As measured with DUMP and RESTORE between these servers.</summary>
    [Theory]
    [InlineData("7.0.15", "8.0.6", true)]
    [InlineData("7.0.15", "valkey 9.1.2", true)]
    [InlineData("8.0.6", "8.6.3", true)]
    [InlineData("8.6.3", "8.6.1", true)]
    [InlineData("valkey 8.1.0", "valkey 9.1.2", true)]
    [InlineData("8.0.6", "7.0.15", false)]
    [InlineData("8.6.3", "8.0.6", false)]
    [InlineData("8.0.6", "valkey 9.1.2", false)]
    [InlineData("valkey 9.1.2", "8.6.3", false)]
    [InlineData("valkey 9.1.2", "valkey 8.1.0", false)]
    public void Plan_KeysThatTheDestinationCanNotRead_Refused(string from, string to, bool isReadable)
    {
        var cluster = Growing();
        foreach (var node in cluster.Nodes) node.Version = from;
        cluster["d-0"].Version = to;

        var result = cluster.Plan(cluster.Request(), Load());

        Assert.IsType<RebalanceResult.Steps>(cluster.Plan(cluster.Request()));
        if (isReadable) Assert.IsType<RebalanceResult.Steps>(result);
        else
        {
            Assert.Equal(["RI3216", "RI3216", "RI3216"],
                Assert.IsType<RebalanceResult.Refused>(result).Diagnostics.Select(found => found.Code));
        }
    }

    /// <summary>Hazard 14: the master that is emptied and its replicas, where the setting isn't no already.</summary>
    [Fact]
    public void Plan_AMasterThatGivesUpItsLastSlot_KeepsItsRoleAndItsReplicas()
    {
        var cluster = StandingCluster.Even(4, replicas: 2);
        foreach (var node in cluster.Nodes) node.AllowsMigration = true;
        cluster["d-2"].AllowsMigration = false;

        var plan = cluster.Steps(cluster.Request("d-0", "d-1", "d-2"));

        Assert.Equal(["d-0", "d-1"], plan.KeepRole.Select(member => member.Name));
        cluster["d-1"].AllowsMigration = cluster["d-0"].AllowsMigration = false;
        Assert.Empty(cluster.Steps(cluster.Request("d-0", "d-1", "d-2")).KeepRole);
    }

    [Fact]
    public void Plan_NobodyGivesUpItsLastSlot_KeepsNothing()
    {
        var cluster = Growing();
        foreach (var node in cluster.Nodes) node.AllowsMigration = true;

        Assert.Empty(cluster.Steps(cluster.Request()).KeepRole);
    }

    [Fact]
    public void Plan_ADestinationWithFewerReplicasThanDeclared_IsAWarning()
    {
        var cluster = StandingCluster.Even(3, replicas: 1);
        cluster.AddShard(replicas: 1);
        Assert.Empty(Warnings(cluster, ClusterLoad.Empty));
        cluster["d-1"].IsLinkUp = false;

        Assert.Equal(["RI3222"], Warnings(cluster, ClusterLoad.Empty));
    }

    [Fact]
    public void Plan_AShardInOnePlace_IsAWarning()
    {
        var cluster = StandingCluster.Even(3, replicas: 1);
        cluster.AddShard(replicas: 1);
        foreach (var node in cluster.Nodes) node.Member = node.Member with { Place = $"zone-{node.Member.Index}" };
        Assert.Empty(Warnings(cluster, ClusterLoad.Empty));
        cluster["b-1"].Member = cluster["b-1"].Member with { Place = "zone-0" };

        Assert.Equal(["RI3223"], Warnings(cluster, ClusterLoad.Empty));
    }

    [Fact]
    public void Plan_TwoOwnersInAShard_TheSmallerGivesUpItsSlots()
    {
        var cluster = StandingCluster.Even(3, replicas: 1);
        (cluster["b-1"].Master, cluster["b-1"].Slots) = (null, SlotSet.Parse("6000-6099"));
        cluster["b-0"].Slots = cluster["b-0"].Slots.Except(cluster["b-1"].Slots);
        cluster["b-1"].AllowsMigration = true;

        var plan = cluster.Steps(cluster.Request());

        Assert.Equal(["RI3222", "RI3225"], plan.Warnings.Select(found => found.Code));
        Assert.Equal(["b-1"], plan.KeepRole.Select(member => member.Name));
        Assert.Equal(("b-1", "b-0", 100), plan.Moves.Select(move => (move.From.Name, move.To.Name, move.Slots.Count))
            .Single());
    }

    /// <summary>Its shard's slots stay where they are, and the other isn't said to own any.</summary>
    [Fact]
    public void Plan_AnEmptySecondMasterInAShard_IsLeftAlone()
    {
        var cluster = StandingCluster.Even(3, replicas: 1);
        (cluster["a-1"].Slots, cluster["a-1"].Master) = (cluster["a-0"].Slots, null);
        cluster["a-0"].Slots = SlotSet.Empty;
        Assert.IsType<RebalanceResult.Balanced>(cluster.Plan(cluster.Request()));
        cluster.AddShard();

        var plan = cluster.Steps(cluster.Request());

        Assert.Equal(["a-1", "b-0", "c-0"], plan.Moves.Select(move => move.From.Name).Order());
        Assert.DoesNotContain(plan.Warnings, found => found.Code == "RI3225");
    }

    /// <summary>The member that owns the slots, whichever its index: after a failover it is another.</summary>
    [Fact]
    public void Plan_AFailedOverShard_MovesFromAndToItsPresentMaster()
    {
        var cluster = StandingCluster.Even(3, replicas: 1);
        cluster.AddShard();
        (cluster["a-1"].Slots, cluster["a-1"].Master) = (cluster["a-0"].Slots, null);
        (cluster["a-0"].Slots, cluster["a-0"].Master) = (SlotSet.Empty, cluster["a-1"].Id);

        Assert.Equal(["a-1", "b-0", "c-0"],
            cluster.Steps(cluster.Request()).Moves.Select(move => move.From.Name).Order());
    }

    private static StandingCluster Growing()
    {
        var cluster = StandingCluster.Even(3);
        cluster.AddShard();
        return cluster;
    }

    private static ClusterLoad Load() => ClusterLoad.Empty with
    {
        Slots = [.. Enumerable.Repeat(new SlotLoad(1, SlotBytes), SlotRange.SlotCount)],
    };

    private static IEnumerable<string> Warnings(StandingCluster cluster, ClusterLoad load) =>
        Warnings(cluster.Plan(cluster.Request(), load));

    private static IEnumerable<string> Warnings(RebalanceResult result)
    {
        var plan = Assert.IsType<RebalanceResult.Steps>(result).Plan;
        Assert.All(plan.Warnings, found => Assert.Equal(Severity.Warning, found.Severity));
        return plan.Warnings.Select(found => found.Code);
    }

    private static string Refusal(string code, RebalanceResult result)
    {
        var refused = Assert.IsType<RebalanceResult.Refused>(result);
        Assert.Equal([code], refused.Diagnostics.Select(found => found.Code));
        return StandingCluster.Text(refused);
    }
}
