using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Tests.Rebalancing;

/// <summary>Who must answer, know each other and agree before a slot moves.</summary>
public sealed class RebalanceReadinessTests
{
    private static readonly NodeId s_stranger = NodeId.Parse(new string('e', NodeId.Length));

    [Theory]
    [InlineData(SilentReason.Unreachable, "d-0 can't be reached (no answer)")]
    [InlineData(SilentReason.Loading, "d-0 still loads its data (no answer)")]
    public void Plan_AMemberThatMayAnswerLater_NotReady(SilentReason reason, string expected)
    {
        var cluster = Growing();
        cluster["d-0"].Silence = reason;

        AssertNotReady(expected, cluster.Plan(cluster.Request()));
    }

    [Theory]
    [InlineData(SilentReason.AccessDenied, "RI3002")]
    [InlineData(SilentReason.NotClustered, "RI3003")]
    [InlineData(SilentReason.TlsFailed, "RI3004")]
    public void Plan_AMemberThatNeverAnswers_Refused(SilentReason reason, string code)
    {
        var cluster = Growing();
        cluster["d-0"].Silence = reason;

        AssertRefused(code, cluster.Plan(cluster.Request() with { AssumesNewShards = true }));
    }

    /// <summary>Hazard 1: a node that has just joined isn't known to all yet.</summary>
    [Fact]
    public void Plan_ANodeThatDoesNotKnowAnother_NotReady()
    {
        var cluster = Growing();
        cluster["b-0"].Unknown.Add("d-0");

        AssertNotReady("b-0 doesn't know d-0 yet", cluster.Plan(cluster.Request()));
    }

    [Fact]
    public void Plan_AReplicaThatDoesNotKnowTheNewMaster_NotReady()
    {
        var cluster = StandingCluster.Even(3, replicas: 1);
        cluster.AddShard();
        cluster["b-1"].Unknown.Add("d-0");

        AssertNotReady("b-1 doesn't know d-0 yet", cluster.Plan(cluster.Request()));
    }

    [Fact]
    public void Plan_AHandshake_NotReady()
    {
        var cluster = Growing();
        cluster["b-0"].Unknown.Add("d-0");
        cluster["b-0"].Foreign.Add(Foreign(NodeFlags.Handshake));

        AssertNotReady("b-0 is still meeting 10.0.0.9:7999", cluster.Plan(cluster.Request()));
    }

    [Theory]
    [InlineData(NodeFlags.PossiblyFailed)]
    [InlineData(NodeFlags.Failed)]
    public void Plan_ANodeThatAnotherSuspects_NotReady(NodeFlags flag)
    {
        var cluster = Growing();
        cluster["a-0"].Beliefs["c-0"] = line => line with { Flags = line.Flags | flag };

        AssertNotReady("a-0 believes that c-0 is down", cluster.Plan(cluster.Request()));
    }

    [Fact]
    public void Plan_ALinkThatIsDown_NotReady()
    {
        var cluster = Growing();
        cluster["a-0"].Beliefs["d-0"] = line => line with { IsConnected = false };

        AssertNotReady("a-0 has no bus link to d-0", cluster.Plan(cluster.Request()));
    }

    [Fact]
    public void Plan_ARoleThatIsDisputed_NotReady()
    {
        var cluster = StandingCluster.Even(3, replicas: 1);
        cluster.AddShard();
        cluster["a-0"].Beliefs["b-1"] = line => line with { Flags = NodeFlags.Master, Master = null };

        AssertNotReady("a-0 doesn't know the role of b-1 yet", cluster.Plan(cluster.Request()));
    }

    [Fact]
    public void Plan_SlotsThatAreDisputed_NotReady()
    {
        var cluster = Growing();
        cluster["a-0"].Beliefs["c-0"] = line => line with { Slots = SlotSet.Parse("10922-16382") };

        AssertNotReady("a-0 gives slots 10922-16382 to c-0, which claims 10922-16383", cluster.Plan(cluster.Request()));
    }

    [Fact]
    public void Plan_TwoOwnersOfASlot_NotReady()
    {
        var cluster = Growing();
        cluster["a-0"].Slots = cluster["a-0"].Slots.Union(SlotSet.Parse("6000"));

        AssertNotReady("a-0 and b-0 both claim slot 6000; they will agree", cluster.Plan(cluster.Request()));
    }

    /// <summary>Hazard 8.</summary>
    [Fact]
    public void Plan_TwoMastersWithOneEpoch_NotReady()
    {
        var cluster = Growing();
        cluster["d-0"].Epoch = cluster["b-0"].Epoch;

        AssertNotReady("b-0, d-0 have the same config epoch 2; they will agree", cluster.Plan(cluster.Request()));
    }

    [Fact]
    public void Plan_ANodeThatDoesNotServe_NotReady()
    {
        var cluster = Growing();
        cluster["d-0"].IsStateOk = false;

        AssertNotReady("d-0 doesn't say cluster_state:ok yet", cluster.Plan(cluster.Request()));
    }

    [Fact]
    public void Plan_FewerThanThreeMastersLeft_Refused()
    {
        var cluster = StandingCluster.Even(3);

        AssertRefused("RI3201", cluster.Plan(cluster.Request("b-0")));
    }

    [Fact]
    public void Plan_ANodeThatNobodyDeclared_Refused()
    {
        var cluster = Growing();
        cluster["a-0"].Foreign.Add(Foreign(NodeFlags.Master));

        AssertRefused("RI3202", cluster.Plan(cluster.Request()));
    }

    [Fact]
    public void Plan_AnUndeclaredNodeWithoutALink_NotReadyUntilItIsGivenUp()
    {
        var cluster = Growing();
        cluster["a-0"].Foreign.Add(Foreign(NodeFlags.Master) with { IsConnected = false });

        AssertNotReady("a-0 has no link to the undeclared eeeeeeee and hasn't given it up yet",
            cluster.Plan(cluster.Request()));
    }

    [Fact]
    public void Plan_AFormerMemberThatIsDownAndOwnsNothing_IsAWarning()
    {
        var cluster = Growing();
        cluster["a-0"].Foreign.Add(Foreign(NodeFlags.Master | NodeFlags.Failed) with { IsConnected = false });

        Assert.Equal("RI3224", Assert.Single(cluster.Steps(cluster.Request()).Warnings).Code);
    }

    [Fact]
    public void Plan_SlotsWithoutAnOwner_Refused()
    {
        var cluster = Growing();
        cluster["b-0"].Slots = cluster["b-0"].Slots.Except(SlotSet.Parse("6000-6001"));
        foreach (var node in cluster.Nodes) node.IsStateOk = false;

        var refused = AssertRefused("RI3203", cluster.Plan(cluster.Request()));

        Assert.Contains("nobody owns slots 6000-6001", refused);
    }

    [Fact]
    public void Plan_SlotsOfANodeThatIsDownAndHasAReplica_NotReady()
    {
        var cluster = StandingCluster.Even(3, replicas: 1);
        var dead = Foreign(NodeFlags.Master | NodeFlags.Failed) with { Slots = SlotSet.Parse("6000") };
        cluster["b-0"].Slots = cluster["b-0"].Slots.Except(dead.Slots);
        cluster["b-1"].Master = s_stranger;
        foreach (var node in cluster.Nodes) node.Foreign.Add(dead);

        AssertNotReady("eeeeeeee is down and b-1 is to take its place", cluster.Plan(cluster.Request()));
    }

    [Fact]
    public void Plan_AShardOfReplicasOnly_Refused()
    {
        var cluster = Growing();
        cluster["d-0"].Master = cluster["a-0"].Id;

        AssertRefused("RI3204", cluster.Plan(cluster.Request()));
    }

    /// <summary>b-1 moved itself to a-0, a-0 failed, b-1 was elected, and a-0 came back as its replica.</summary>
    [Fact]
    public void Plan_TwoShardsMixedByReplicaMigration_RefusedWithTheWayBack()
    {
        var cluster = StandingCluster.Even(3, replicas: 1);
        var (owner, former) = (cluster["b-1"], cluster["a-0"]);
        (owner.Slots, former.Slots) = (former.Slots, SlotSet.Empty);
        owner.Master = null;
        owner.Epoch = 20;
        former.Master = owner.Id;
        cluster["a-1"].Master = owner.Id;

        string refused = AssertRefused("RI3204", cluster.Plan(cluster.Request()));

        Assert.Contains("Send CLUSTER FAILOVER to a-0, so that it takes over from b-1 of shard 1", refused);
        Assert.Contains($"CLUSTER REPLICATE {cluster["b-0"].Id} to b-1", refused);
    }

    [Fact]
    public void Plan_TwoShardsMixedAndALinkIsDown_RefusedWithoutAWayBack()
    {
        var cluster = StandingCluster.Even(3, replicas: 1);
        var (owner, former) = (cluster["b-1"], cluster["a-0"]);
        (owner.Slots, former.Slots) = (former.Slots, SlotSet.Empty);
        owner.Master = null;
        owner.Epoch = 20;
        foreach (var node in new[] { former, cluster["a-1"] }) (node.Master, node.IsLinkUp) = (owner.Id, false);

        Assert.DoesNotContain("CLUSTER FAILOVER", AssertRefused("RI3204", cluster.Plan(cluster.Request())));
    }

    [Fact]
    public void Plan_TwoMembersThatAreOneProcess_Refused()
    {
        var cluster = Growing();
        cluster["d-0"].IsForgotten = true;
        var request = cluster.Request();
        var observed = cluster.Observe(request);
        var twice = ((NodeView.Live)observed.Views[0]) with { Member = observed.Views[3].Member };

        var result = RebalancePlanner.Plan(new ObservedCluster(observed.Views.SetItem(3, twice)), ClusterLoad.Empty,
            Model.Migration.OpenSlotCounts.None, request);

        AssertRefused("RI3010", result);
    }

    [Fact]
    public void Plan_ViewsOfOtherMembers_IsABugOfTheCaller()
    {
        var cluster = Growing();
        var request = cluster.Request();
        var observed = new ObservedCluster(cluster.Observe(request).Views.RemoveAt(0));

        Assert.Throws<InvalidOperationException>(() => RebalancePlanner.Plan(
            observed, ClusterLoad.Empty, Model.Migration.OpenSlotCounts.None, request));
    }

    [Fact]
    public void Plan_ANewShardThatIsNotThere_CountsAsEmptyWhenThatIsAskedFor()
    {
        var cluster = StandingCluster.Even(3, replicas: 1);
        cluster.AddShard(replicas: 1);
        foreach (string name in new[] { "d-0", "d-1" })
            (cluster[name].Silence, cluster[name].IsForgotten) = (SilentReason.Unreachable, true);
        var request = cluster.Request();

        Assert.IsType<RebalanceResult.NotReady>(cluster.Plan(request));
        var plan = cluster.Steps(request with { AssumesNewShards = true });

        Assert.Equal(4096, plan.Slots);
        Assert.All(plan.Moves, move => Assert.Equal("d-0", move.To.Name));
    }

    /// <summary>Its pods are up and haven't met the others yet.</summary>
    [Fact]
    public void Plan_ANewShardThatStandsAlone_CountsAsEmptyWhenThatIsAskedFor()
    {
        var cluster = Growing();
        cluster["d-0"].IsForgotten = true;
        cluster["d-0"].Unknown.UnionWith(["a-0", "b-0", "c-0"]);
        (cluster["d-0"].Epoch, cluster["d-0"].IsStateOk) = (0, false);

        Assert.IsType<RebalanceResult.NotReady>(cluster.Plan(cluster.Request()));
        Assert.Equal(4096, cluster.Steps(cluster.Request() with { AssumesNewShards = true }).Slots);
    }

    /// <summary>Whose keys those are, nobody knows: it is no new member.</summary>
    [Fact]
    public void Plan_ALonelyMemberThatHoldsKeys_IsNotTakenForANewOne()
    {
        var cluster = Growing();
        cluster["d-0"].IsForgotten = true;
        cluster["d-0"].Unknown.UnionWith(["a-0", "b-0", "c-0"]);
        cluster["d-0"].Keys = 3;

        Assert.IsType<RebalanceResult.NotReady>(cluster.Plan(cluster.Request() with { AssumesNewShards = true }));
    }

    [Fact]
    public void Plan_AnOldShardThatIsDown_IsNotTakenForANewOne()
    {
        var cluster = StandingCluster.Even(4);
        cluster["d-0"].Silence = SilentReason.Unreachable;
        foreach (var node in cluster.Nodes)
        {
            node.Beliefs["d-0"] = line => line with { Flags = line.Flags | NodeFlags.Failed, IsConnected = false };
        }

        AssertRefused("RI3203", cluster.Plan(cluster.Request() with { AssumesNewShards = true }));
    }

    private static StandingCluster Growing()
    {
        var cluster = StandingCluster.Even(3);
        cluster.AddShard();
        return cluster;
    }

    private static NodeRecord Foreign(NodeFlags flags) => new(
        s_stranger, "10.0.0.9", 7999, 17999, null, flags, null, 99, true, SlotSet.Empty, []);

    private static void AssertNotReady(string reason, RebalanceResult result) =>
        Assert.Equal(reason, Assert.IsType<RebalanceResult.NotReady>(result).Reason);

    private static string AssertRefused(string code, RebalanceResult result)
    {
        var refused = Assert.IsType<RebalanceResult.Refused>(result);
        Assert.Equal([code], refused.Diagnostics.Select(found => found.Code));
        return StandingCluster.Text(refused);
    }
}
