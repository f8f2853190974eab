using System.Collections.Immutable;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Repair;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Tests.Rebalancing;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Tests.Repair;

/// <summary>What is set right, and what is left alone.</summary>
public class RepairPlannerTests
{
    private static readonly NodeId s_gone = NodeId.Parse(new string('e', NodeId.Length));

    [Fact]
    public void Plan_NothingWrong_IsSound()
    {
        var plan = Plan(StandingCluster.Even(3, 1));

        Assert.True(plan.IsSound);
    }

    [Fact]
    public void Plan_NodesThatLostEachOther_AreIntroducedBeforeAnythingElse()
    {
        var cluster = StandingCluster.Even(3, 1);
        cluster["a-0"].Unknown.Add("b-0");
        cluster["c-1"].Master = s_gone;

        var plan = Plan(cluster);

        var meet = Assert.IsType<RepairStep.Meet>(Assert.Single(plan.Steps));
        var other = cluster["b-0"].Member;
        Assert.Equal(("a-0", "b-0", "10.0.0.1", other.Port, other.Port + 10000),
            (meet.At.Name, meet.Other.Name, meet.Ip, meet.Port, meet.BusPort));
    }

    [Fact]
    public void Plan_ALostNodeClaimsSlotsOfAnother_IsNotIntroduced()
    {
        var cluster = StandingCluster.Even(3);
        cluster["a-0"].Unknown.Add("b-0");
        cluster["c-0"].Slots = cluster["c-0"].Slots.Union(SlotSet.OfSlots(cluster["b-0"].Slots.First()));

        AssertLeft(cluster, "RI3403", "RI3404");
    }

    [Fact]
    public void Plan_AnAbsentNodeHasTheSlotsOfALostOne_IsNotIntroduced()
    {
        var cluster = StandingCluster.Even(3);
        cluster["a-0"].Unknown.Add("b-0");
        cluster["c-0"].Foreign.Add(new NodeRecord(s_gone, "10.0.0.9", 7999, 17999, null,
            NodeFlags.Master | NodeFlags.Failed, null, 9, false, SlotSet.OfSlots(cluster["b-0"].Slots.First()), []));

        AssertLeft(cluster, "RI3404");
    }

    [Fact]
    public void Plan_ASilentNode_OpenSlotsAndReplicasStay()
    {
        var cluster = StandingCluster.Even(3, 1);
        cluster["a-1"].Silence = SilentReason.Unreachable;
        Open(cluster, 7);
        cluster["c-1"].Master = s_gone;

        AssertLeft(cluster, "RI3401");
    }

    [Fact]
    public void Plan_SlotsThatNobodyOwns_AreNotAssigned()
    {
        var cluster = StandingCluster.Even(3, 1);
        cluster["a-0"].Slots = cluster["a-0"].Slots.Except(SlotSet.OfSlots(5));
        cluster["b-1"].Master = s_gone;

        AssertLeft(cluster, "RI3402");
    }

    [Fact]
    public void Plan_TwoClaimASlot_NobodyLosesIt()
    {
        var cluster = StandingCluster.Even(3);
        cluster["b-0"].Slots = cluster["b-0"].Slots.Union(SlotSet.OfSlots(5));

        AssertLeft(cluster, "RI3403");
    }

    [Fact]
    public void Plan_OpenSlots_AreFinishedByTheirEvidence()
    {
        var cluster = StandingCluster.Even(3);
        Open(cluster, 7);

        var plan = Plan(cluster, 7);

        var step = Assert.IsType<RepairStep.FinishOpenSlots>(Assert.Single(plan.Steps));
        Assert.Equal([7], step.Items.Select(item => item.Slot).Distinct());
    }

    [Fact]
    public void Plan_AKilledRunKeptRoles_TheSettingIsGivenBackOnceNothingIsOpen()
    {
        var cluster = StandingCluster.Even(3);
        cluster["b-0"].IsRoleKept = true;
        Open(cluster, 7);
        Assert.IsType<RepairStep.FinishOpenSlots>(Assert.Single(Plan(cluster, 7).Steps));
        cluster["a-0"].Open.Clear();
        cluster["b-0"].Open.Clear();

        var step = Assert.IsType<RepairStep.AllowReplicaMigration>(Assert.Single(Plan(cluster).Steps));

        Assert.Equal("b-0", step.Member.Name);
    }

    /// <summary>Whoever has set it may be at it.</summary>
    [Fact]
    public void Plan_RolesAreKeptAndAServerMovesSlots_IsLeft()
    {
        var cluster = StandingCluster.Even(3);
        cluster["b-0"].IsRoleKept = true;
        cluster["b-0"].Tasks.Add(new SlotTask("1", SlotSet.OfSlots(1), null, null, "snapshotting"));

        Assert.Empty(Plan(cluster).Steps);
    }

    [Fact]
    public void Plan_AReplicaOfAReplica_FollowsTheMasterAtTheEnd()
    {
        var cluster = StandingCluster.Even(3, 2);
        cluster["b-2"].Master = cluster["b-1"].Id;

        AssertFollows(cluster, ("b-2", "b-0"));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Plan_AReplicaWhoseMasterIsGone_FollowsAnotherOnlyWithoutKeys(long keys, bool moves)
    {
        var cluster = StandingCluster.Even(3, 1);
        (cluster["b-1"].Master, cluster["b-1"].Keys) = (s_gone, keys);

        if (moves) AssertFollows(cluster, ("b-1", "b-0"));
        else Assert.Equal("RI3406", Plan(cluster).Left[0].Code);
    }

    [Fact]
    public void Plan_AMasterWithoutReplica_GetsOneOfAMasterThatKeepsAnother()
    {
        var cluster = StandingCluster.Even(3, 1);
        cluster["c-1"].Master = cluster["a-0"].Id;

        AssertFollows(cluster, ("c-1", "c-0"));
    }

    [Fact]
    public void Plan_ADonorsOtherReplicaIsDown_NobodyMoves()
    {
        var cluster = StandingCluster.Even(3, 1);
        cluster["c-1"].Master = cluster["a-0"].Id;
        cluster["a-1"].IsLinkUp = false;

        var plan = Plan(cluster);

        Assert.Empty(plan.Steps);
        Assert.Equal(["RI3407"], plan.Left.Select(found => found.Code));
    }

    private static void AssertFollows(StandingCluster cluster, params (string, string)[] expected) =>
        Assert.Equal(expected, Plan(cluster).Steps.Cast<RepairStep.Replicate>()
            .Select(step => (step.Replica.Name, step.Master.Name)));

    private static void AssertLeft(StandingCluster cluster, params string[] codes)
    {
        var plan = Plan(cluster);
        Assert.Empty(plan.Steps);
        Assert.False(plan.IsSound);
        Assert.Equal(codes, plan.Left.Select(found => found.Code).Distinct().Order());
    }

    private static void Open(StandingCluster cluster, int slot)
    {
        cluster["a-0"].Open.Add(new OpenSlot(slot, OpenSlotDirection.Migrating, cluster["b-0"].Id));
        cluster["b-0"].Open.Add(new OpenSlot(slot, OpenSlotDirection.Importing, cluster["a-0"].Id));
    }

    private static RepairPlan Plan(StandingCluster cluster, params int[] slots)
    {
        var counts = cluster.Nodes.SelectMany(node => slots.Select(slot =>
            KeyValuePair.Create((node.Member.Name, slot), node.Slots.Contains(slot) ? 2L : 0L)));
        return RepairPlanner.Plan(
            "test", cluster.Observe(cluster.Request()), new OpenSlotCounts(counts.ToImmutableDictionary()));
    }
}
