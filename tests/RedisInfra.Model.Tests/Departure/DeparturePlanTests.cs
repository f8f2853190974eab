using RedisInfra.Model.Departure;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Tests.Rebalancing;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Tests.Departure;

/// <summary>Who may leave, in which steps, and what forbids it.</summary>
public sealed class DeparturePlanTests
{
    [Fact]
    public void Plan_NobodyLeaves_Gone() =>
        Assert.IsType<DepartureResult.Gone>(Plan(StandingCluster.Even(3, 1)));

    [Fact]
    public void Plan_AShardLeaves_MovesSlotsThenForgetsThenResets()
    {
        var steps = Steps(StandingCluster.Even(4, 1), "d-0", "d-1");

        Assert.Equal(["MoveSlots", .. Enumerable.Repeat("Forget", 6), "Reset", "Reset"],
            steps.Items.Select(step => step.GetType().Name));
        Assert.Equal("d-0", Assert.Single(Assert.IsType<DepartureStep.MoveSlots>(steps.Next.Single()).Owners).Name);
        Assert.All(steps.Items.OfType<DepartureStep.Forget>(), step => Assert.Equal(2, step.Ids.Length));
    }

    [Fact]
    public void Plan_AMasterOfAShardThatStaysLeaves_HandsOverToAReplicaWhoseLinkIsUp()
    {
        var cluster = StandingCluster.Even(3, 3);
        cluster["b-1"].IsLinkUp = false;

        var hand = Assert.IsType<DepartureStep.HandOver>(Steps(cluster, "b-0", "b-3").Next.Single());

        Assert.Equal(("b-0", "b-2"), (hand.From.Name, Assert.Single(hand.Candidates).Name));
    }

    [Fact]
    public void Plan_AReplicaLeaves_NoSlotMoves()
    {
        var steps = Steps(StandingCluster.Even(3, 1), "c-1");

        Assert.DoesNotContain(steps.Items, step => step is DepartureStep.MoveSlots or DepartureStep.HandOver);
        Assert.Equal(5, steps.Items.OfType<DepartureStep.Forget>().Count());
    }

    [Fact]
    public void Plan_AStayingReplicaFollowsAMasterThatLeaves_FollowsAnotherFirst()
    {
        var cluster = StandingCluster.Even(4, 1);
        cluster["c-1"].Master = cluster["d-0"].Id;

        var follow = Steps(cluster, "d-0", "d-1").Items.OfType<DepartureStep.Follow>().Single();

        Assert.Equal(("c-1", "c-0"), (follow.Member.Name, follow.Master.Name));
    }

    [Fact]
    public void Plan_ThoseThatLeftAreForgottenButWereNotResetInThisRun_ResetsThemAgain()
    {
        var cluster = Emptied();
        foreach (var node in cluster.Nodes.Where(node => node.Member.Shard == 3)) node.IsForgotten = true;

        var steps = Steps(cluster, "d-0", "d-1");

        Assert.Equal(["d-0", "d-1"], steps.Items.Cast<DepartureStep.Reset>().Select(step => step.Member.Name));
    }

    [Fact]
    public void Plan_ThoseThatLeftAreGone_Gone()
    {
        var cluster = Emptied();
        foreach (var node in cluster.Nodes.Where(node => node.Member.Shard == 3))
            (node.IsForgotten, node.Silence) = (true, SilentReason.Unreachable);

        var gone = Assert.IsType<DepartureResult.Gone>(Plan(cluster, "d-0", "d-1"));

        Assert.Equal(2, gone.Unreached.Length);
    }

    [Fact]
    public void Plan_AReplicaThatLeavesIsDownAndGivenUp_IsForgottenFirst()
    {
        var cluster = StandingCluster.Even(3, 1);
        Down(cluster, "c-1", NodeFlags.Failed);

        var steps = Steps(cluster, "c-1");

        Assert.All(steps.Items, step => Assert.Equal(DeparturePhase.ForgetGone, step.Phase));
        Assert.Equal(5, steps.Items.Length);
    }

    /// <summary>It may be our way that is cut, not the member that is dead.</summary>
    [Fact]
    public void Plan_AMemberThatLeavesIsSilentAndTheOthersSeeIt_NotReady()
    {
        var cluster = StandingCluster.Even(3, 1);
        cluster["c-1"].Silence = SilentReason.Unreachable;

        Assert.Contains("hasn't given up c-1 yet", NotReady(Plan(cluster, "c-1")), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_AMemberThatStaysIsSilent_NotReady()
    {
        var cluster = StandingCluster.Even(4);
        cluster["a-0"].Silence = SilentReason.Unreachable;

        Assert.Contains("a-0 can't be reached", NotReady(Plan(cluster, "d-0")), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_FewerThanThreeMastersWouldStay_Refused() =>
        AssertRefused("RI3301", Plan(StandingCluster.Even(3), "c-0"));

    [Fact]
    public void Plan_AnOwnerThatLeavesIsDownWithoutAReplica_Refused()
    {
        var cluster = StandingCluster.Even(4);
        Down(cluster, "d-0", NodeFlags.Failed);

        AssertRefused("RI3302", Plan(cluster, "d-0"));
    }

    [Fact]
    public void Plan_ANodeThatNeitherStaysNorLeaves_Refused()
    {
        var cluster = StandingCluster.Even(5);
        var request = DepartureRequest.Of("test", cluster.Nodes.Take(4).Select(node => node.Member),
            new HashSet<string> { "d-0" });

        AssertRefused("RI3303", DeparturePlan.Plan(Observe(cluster, request), request));
    }

    [Fact]
    public void Plan_AServerInAPlaceThatLeavesIsNoPartAndHoldsKeys_Refused()
    {
        var cluster = Emptied();
        cluster["d-0"].IsForgotten = cluster["d-1"].IsForgotten = true;
        cluster["d-0"].Keys = 7;
        foreach (var node in cluster.Nodes) cluster["d-0"].Unknown.Add(node.Member.Name);

        AssertRefused("RI3304", Plan(cluster, "d-0", "d-1"));
    }

    [Fact]
    public void Plan_AMasterOfAShardThatStaysLeavesAndNobodyReplicatesIt_Refused()
    {
        var cluster = StandingCluster.Even(3, 2);
        cluster["b-2"].Master = cluster["a-0"].Id;

        AssertRefused("RI3305", Plan(cluster, "b-0", "b-1"));
    }

    [Fact]
    public void Plan_AMasterThatHandsOverHasAnOpenSlot_Refused()
    {
        var cluster = StandingCluster.Even(3, 1);
        cluster["b-0"].Open.Add(new OpenSlot(6000, OpenSlotDirection.Migrating, cluster["a-0"].Id));

        AssertRefused("RI3307", Plan(cluster, "b-0"));
    }

    [Fact]
    public void Plan_AMemberThatGaveItsSlotsStillHoldsKeys_NotReady()
    {
        var cluster = Emptied();
        cluster["d-0"].Keys = 3;

        Assert.Contains("still holds 3 key(s)", NotReady(Plan(cluster, "d-0", "d-1")), StringComparison.Ordinal);
    }

    /// <summary>Keys that it got for an import aren't left over: the slot has to be settled first.</summary>
    [Fact]
    public void Plan_AMemberThatHoldsKeysHasAnOpenSlot_FinishesTheSlotFirst()
    {
        var cluster = Emptied();
        cluster["d-0"].Keys = 3;
        cluster["d-0"].Open.Add(new OpenSlot(6000, OpenSlotDirection.Importing, cluster["a-0"].Id));

        Assert.IsType<DepartureStep.MoveSlots>(Steps(cluster, "d-0", "d-1").Next.Single());
    }

    /// <summary>
    /// All that stay have forgotten it, and its master, which leaves too and has slots, still knows it.
    /// </summary>
    [Fact]
    public void Forecast_OneThatLeftIsKnownToAnotherThatLeaves_TheSlotsMove()
    {
        var cluster = StandingCluster.Even(4, 1);
        foreach (var node in cluster.Nodes.Where(node => node.Member.Shard < 3)) node.Unknown.Add("d-1");
        var request = Request(cluster, "d-0", "d-1");

        var moves = DepartureForecast.Moves(Observe(cluster, request), request);

        Assert.Equal(cluster["d-1"].Id, Assert.Single(moves.Departed));
        Assert.IsType<RebalanceResult.Steps>(cluster.Plan(moves));
        Assert.IsType<RebalanceResult.Refused>(cluster.Plan(moves with { Departed = [] }));
    }

    /// <summary>Nothing of it is touched while one node's view differs.</summary>
    [Fact]
    public void Plan_OneThatStaysBelievesInAnotherOwner_NotReady()
    {
        var cluster = Emptied();
        cluster["a-1"].Beliefs["a-0"] = record => record with { Slots = SlotSet.Empty };

        Assert.IsType<DepartureResult.NotReady>(Plan(cluster, "d-0", "d-1"));
    }

    [Fact]
    public void Forecast_AfterAHandOver_NoSlotHasToMove()
    {
        var cluster = StandingCluster.Even(3, 1);
        var request = Request(cluster, "b-0");
        var observed = Observe(cluster, request);
        var steps = Assert.IsType<DepartureResult.Steps>(DeparturePlan.Plan(observed, request));
        var moves = DepartureForecast.Moves(observed, request);

        var (after, load) = DepartureForecast.AfterHandOvers(observed, ClusterLoad.Empty, moves, steps.Items);
        var plan = RebalancePlanner.Plan(after, load, OpenSlotCounts.None, moves);

        Assert.IsType<RebalanceResult.Balanced>(plan);
    }

    [Fact]
    public void Of_AShardInTheMiddleLeaves_ThoseThatStayAreNumberedFirst()
    {
        var cluster = StandingCluster.Even(4, 1);

        var request = Request(cluster, "b-0", "b-1", "c-1");

        Assert.Equal(["a-0 0", "a-1 0", "c-0 1", "d-0 2", "d-1 2"], request.Staying.Members.Select(Text));
        Assert.Equal(["b-0 3", "b-1 3", "c-1 1"], request.Leaving.Select(Text));
    }

    private static string Text(Member member) => $"{member.Name} {member.Shard}";

    /// <summary>Four shards of two whose last has given its slots away.</summary>
    private static StandingCluster Emptied()
    {
        var cluster = StandingCluster.Even(3, 1);
        cluster.AddShard(1);
        return cluster;
    }

    private static void Down(StandingCluster cluster, string name, NodeFlags flag)
    {
        cluster[name].Silence = SilentReason.Unreachable;
        foreach (var node in cluster.Nodes)
        {
            node.Beliefs[name] = record => record with { Flags = record.Flags | flag, IsConnected = false };
        }
    }

    private static DepartureRequest Request(StandingCluster cluster, params string[] leaving) =>
        DepartureRequest.Of("test", cluster.Nodes.Select(node => node.Member), leaving.ToHashSet());

    private static ObservedCluster Observe(StandingCluster cluster, DepartureRequest request) =>
        cluster.Observe(new RebalanceRequest(request.Staying) { Leaving = request.Leaving });

    private static DepartureResult Plan(StandingCluster cluster, params string[] leaving)
    {
        var request = Request(cluster, leaving);
        return DeparturePlan.Plan(Observe(cluster, request), request);
    }

    private static DepartureResult.Steps Steps(StandingCluster cluster, params string[] leaving)
    {
        var plan = Plan(cluster, leaving);
        return plan as DepartureResult.Steps ?? throw new InvalidOperationException(plan switch
        {
            DepartureResult.NotReady wait => wait.Reason,
            DepartureResult.Refused refused => string.Join('\n', refused.Diagnostics),
            _ => "gone",
        });
    }

    private static string NotReady(DepartureResult plan) => Assert.IsType<DepartureResult.NotReady>(plan).Reason;

    private static void AssertRefused(string code, DepartureResult plan) =>
        Assert.Contains(Assert.IsType<DepartureResult.Refused>(plan).Diagnostics, found => found.Code == code);
}
