using RedisInfra.Model.Migration;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Tests.Rebalancing;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Tests.Migration;

/// <summary>What a stopped move left, and what the nodes alone say about it (hazards 2, 3, 4, 6 and 7).</summary>
public sealed class OpenSlotPlanTests
{
    [Theory]
    [InlineData("a>b b<a", "a", "ab", "finish a b")] // Stopped in the middle: what both have is right at the owner.
    [InlineData("a>b b<a", "a", "", "finish a b")]
    [InlineData("b<a", "a", "a", "close b")] // Importing alone, and nothing came.
    [InlineData("b<a", "a", "ab", "finish a b")] // Importing alone: the owner lost its flag in a failover.
    [InlineData("a>b", "a", "a", "close a")] // Migrating alone, and nothing went.
    [InlineData("a>b", "a", "ab", "finish a b")] // Migrating alone: the destination lost its flag in a failover.
    [InlineData("a>b", "ab", "b", "announce b: a")] // Committed at the destination; the source is told first.
    [InlineData("a>b b<a", "ab", "", "announce b: a")]
    [InlineData("a>b", "ab", "ab", "RI3212")] // The source would delete them when it is told.
    [InlineData("b<a", "b", "b", "close b")] // Committed; its own flag stayed.
    [InlineData("a>b", "b", "b", "close a")] // Committed and known; the source's flag stayed.
    [InlineData("a>b", "b", "ab", "RI3213")]
    [InlineData("a>b c<a", "a", "a", "close a; close c")] // Open towards different peers.
    [InlineData("a>b c<a", "a", "ab", "close c; finish a b")]
    [InlineData("a>b c<a", "a", "ac", "close a; finish a c")]
    [InlineData("a>b c<a", "a", "abc", "RI3211")]
    [InlineData("b<a c<a", "a", "ac", "close b; finish a c")]
    [InlineData("b<c", "a", "ab", "RI3213")] // Keys that aren't the owner's.
    [InlineData("b<c", "a", "ac", "RI3213")]
    [InlineData("b<c", "a", "a", "close b")]
    [InlineData("b<a", "", "b", "RI3214")]
    [InlineData("a>b b<a", "a", "abd", "RI3211")] // A bystander, perhaps after failovers.
    [InlineData("a>b b<a", "a", "ad", "RI3213")]
    [InlineData("a>b c<a", "ab", "bc", "RI3213")] // Committed, and a third holds keys.
    [InlineData("c<a", "ab", "b", "announce b: a; close c")]
    public void Resolve_AnOpenSlot_ByItsEvidence(string flags, string claimants, string holders, string expected) =>
        Assert.Equal(expected, OpenSlotTable.Text(
            new OpenSlotTable().Open(flags).Claim(claimants).Keys(holders).Resolve()));

    [Theory]
    [InlineData("a>b", "b", "bd", "d of b", "close a")] // Committed; d was b's replica and took over the rest.
    [InlineData("a>b", "ab", "bd", "d of b", "announce b: a")]
    [InlineData("a>b b<a", "a", "abd", "d of a", "finish a b")]
    [InlineData("a>b b<a", "a", "ab", "", "finish a b")]
    [InlineData("a>b", "b", "ab", "", "RI3213")] // The source has a part in it: what it holds may not have moved.
    [InlineData("a>b", "a", "ab", "", "finish a b")]
    [InlineData("b<a", "", "bd", "", "RI3214")]
    public void Bystanders_WhoHoldsKeysWithoutAPart_DoesNotCountWhenTheOwnerHasThem(
        string flags, string claimants, string holders, string bystanders, string resolved)
    {
        var table = new OpenSlotTable().Open(flags).Claim(claimants).Keys(holders);

        Assert.Equal(bystanders, string.Join("; ", table.Bystanders.Select(
            one => $"{one.Member.Name[..1]} of {one.Owner.Name[..1]}")));
        Assert.Equal(resolved, OpenSlotTable.Text(table.Resolve(repeating: table.Bystanders)));
    }

    [Fact]
    public void Resolve_ACountThatIsNotKnown_WaitsForIt()
    {
        var table = new OpenSlotTable().Open("a>b b<a").Keys("a");
        table.Uncounted.Add("b-0");

        Assert.Equal("wait: b-0 hasn't told how many keys it holds of the open slots 7",
            OpenSlotTable.Text(table.Resolve()));
        Assert.IsType<RebalanceResult.NotReady>(table.Plan());
    }

    [Fact]
    public void Resolve_TwoOwnersWithOneEpoch_Waits()
    {
        var table = new OpenSlotTable().Open("a>b").Claim("ab");
        table.Cluster["a-0"].Epoch = table.Cluster["b-0"].Epoch;

        Assert.Equal("wait: a-0 and b-0 claim the same slots; they will agree: slots 7",
            OpenSlotTable.Text(table.Resolve()));
    }

    /// <summary>Hazard 7: what was open towards a node that has become a replica is its new master's.</summary>
    [Fact]
    public void Resolve_AfterAFailoverOfTheDestination_FinishesToItsNewMaster()
    {
        var table = new OpenSlotTable().Open("a>d").Keys("ab");
        Replace(table.Cluster, "d-0", "b-0");

        Assert.Equal("finish a b", OpenSlotTable.Text(table.Resolve()));
    }

    [Fact]
    public void Resolve_AfterAFailoverOfTheSource_FinishesFromItsNewMaster()
    {
        var table = new OpenSlotTable().Open("b<d").Keys("ab");
        Replace(table.Cluster, "d-0", "a-0");

        Assert.Equal("finish a b", OpenSlotTable.Text(table.Resolve()));
    }

    [Fact]
    public void Resolve_OthersThatDoNotKnowTheNewOwner_AreToldAfterTheSource()
    {
        var table = new OpenSlotTable().Open("a>b").Claim("ab").Keys("b");
        table.Cluster["c-0"].Beliefs["b-0"] = line => line with { Slots = line.Slots.Except(SlotSet.Parse("7")) };

        Assert.Equal("announce b: a c", OpenSlotTable.Text(table.Resolve()));
    }

    /// <summary>A replica's flags are copies of its master's, or old.</summary>
    [Fact]
    public void Resolve_AReplicasFlags_AreNothing()
    {
        var table = new OpenSlotTable().Open("d>b");
        Replace(table.Cluster, "d-0", "a-0");

        Assert.False(OpenSlotPlan.IsOpen(table.Cluster.Observe(table.Cluster.Request())));
        Assert.Equal("", OpenSlotTable.Text(table.Resolve()));
    }

    /// <summary>Whoever took its place may have got keys: nothing but their counts tells.</summary>
    [Theory]
    [InlineData("a", "close a")]
    [InlineData("ac", "RI3213")]
    public void Resolve_AnEndThatIsGone_ClosedWhenNobodyElseHoldsKeys(string holders, string expected)
    {
        var table = new OpenSlotTable().Keys(holders);
        table.Cluster["a-0"].Open.Add(new OpenSlot(OpenSlotTable.Slot, OpenSlotDirection.Migrating, Gone));

        Assert.Equal(expected, OpenSlotTable.Text(table.Resolve()));
    }

    [Fact]
    public void Resolve_AnEndThatMayBeASilentMember_Waits()
    {
        var table = new OpenSlotTable().Keys("a");
        table.Cluster["a-0"].Open.Add(new OpenSlot(OpenSlotTable.Slot, OpenSlotDirection.Migrating, Gone));
        table.Cluster["d-0"].Silence = SilentReason.Loading;

        Assert.Equal("wait: a node at the other end may be one that doesn't answer: slots 7",
            OpenSlotTable.Text(table.Resolve()));
    }

    [Fact]
    public void Resolve_ManySlotsOfOneKind_AreOneRefusal()
    {
        var table = new OpenSlotTable().Open("b<c").Keys("b");
        table.Cluster["b-0"].Open.AddRange(new[] { 8, 9, 20 }
            .Select(slot => new OpenSlot(slot, OpenSlotDirection.Importing, table.Cluster["c-0"].Id)));

        var refused = Assert.IsType<RebalanceResult.Refused>(table.Plan());

        Assert.Equal("slots 7-9,20", Assert.Single(refused.Diagnostics).Where);
    }

    [Fact]
    public void Plan_AnOpenSlot_IsResumedBeforeAnythingElse()
    {
        var table = new OpenSlotTable().Open("a>b b<a").Keys("ab");
        table.Cluster.AddShard();

        Assert.Single(Assert.IsType<RebalanceResult.Resume>(table.Plan()).Items);
    }

    /// <summary>Hazard 14 holds for the last slot of a stopped move, too.</summary>
    [Fact]
    public void Plan_TheLastSlotOfAMaster_KeepsItsRole()
    {
        var table = new OpenSlotTable().Open("a>b b<a").Keys("a");
        foreach (var node in table.Cluster.Nodes) node.AllowsMigration = true;
        var rest = table.Cluster["a-0"].Slots.Except(SlotSet.OfSlots(OpenSlotTable.Slot));
        Assert.Empty(Assert.IsType<RebalanceResult.Resume>(table.Plan()).KeepRole);
        table.Cluster["a-0"].Slots = SlotSet.OfSlots(OpenSlotTable.Slot);
        table.Cluster["c-0"].Slots = table.Cluster["c-0"].Slots.Union(rest);

        var resume = Assert.IsType<RebalanceResult.Resume>(table.Plan());

        Assert.Equal(["a-0"], resume.KeepRole.Select(member => member.Name));
    }

    [Fact]
    public void Plan_DisagreementAboutOtherSlots_IsSettledBeforeOpenOnesAreTouched()
    {
        var table = new OpenSlotTable().Open("a>b b<a").Keys("a");
        table.Cluster["a-0"].Beliefs["c-0"] = line => line with { Slots = SlotSet.Empty };

        Assert.StartsWith("a-0 gives slots none to c-0",
            Assert.IsType<RebalanceResult.NotReady>(table.Plan()).Reason);
    }

    /// <summary>Whose an open slot is is what views differ about after half a commit: no reason to wait.</summary>
    [Fact]
    public void Plan_DisagreementAboutTheOpenSlot_IsResumed()
    {
        var table = new OpenSlotTable().Open("a>b").Claim("ab").Keys("b");
        table.Cluster["c-0"].Beliefs["b-0"] = line => line with { Slots = line.Slots.Except(SlotSet.Parse("7")) };

        var step = Assert.Single(Assert.IsType<RebalanceResult.Resume>(table.Plan()).Items);

        Assert.Equal(["a-0", "c-0"], Assert.IsType<OpenSlotStep.Announce>(step).Tell.Select(told => told.Name));
    }

    private static NodeId Gone { get; } = NodeId.Parse(new string('e', NodeId.Length));

    /// <summary>A node becomes the replica of another, which took its slots.</summary>
    private static void Replace(StandingCluster cluster, string name, string by)
    {
        cluster[by].Slots = cluster[by].Slots.Union(cluster[name].Slots);
        (cluster[name].Slots, cluster[name].Master) = (SlotSet.Empty, cluster[by].Id);
    }
}
