using RedisInfra.Model.Departure;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Tests.Rebalancing;

namespace RedisInfra.Model.Tests.Departure;

/// <summary>Members that stay, in another shard: pods of one StatefulSet when the number of replicas changes.</summary>
public sealed class ChangeOfShardTests
{
    private static readonly string[] s_leaving = ["c-0", "c-1", "c-2"];

    /// <summary>All of a shard leave, and others' replicas are to carry it on.</summary>
    [Fact]
    public void Plan_ReplicasChangeToAShardWhoseMembersLeave_TheyFollowTakeOverAndThenTheOthersLeave()
    {
        var cluster = StandingCluster.Even(3, 2);
        Dictionary<string, int> changing = new() { ["a-2"] = 2, ["b-2"] = 2 };

        var first = Steps(cluster, changing, s_leaving);

        Assert.Equal([("a-2", "c-0"), ("b-2", "c-0")], first.Next.Cast<DepartureStep.Follow>()
            .Select(step => (step.Member.Name, step.Master.Name)));
        Assert.DoesNotContain(first.Items, step => step is DepartureStep.MoveSlots);
        Assert.Equal("a-2", first.Items.OfType<DepartureStep.HandOver>().Single().Candidates.Single().Name);

        foreach (string name in changing.Keys)
            (cluster[name].Master, cluster[name].IsLinkUp) = (cluster["c-0"].Id, false);
        Assert.IsType<DepartureResult.NotReady>(Plan(cluster, changing, s_leaving));

        cluster["b-2"].IsLinkUp = true;
        var hand = Assert.IsType<DepartureStep.HandOver>(Steps(cluster, changing, s_leaving).Next.Single());
        Assert.Equal(("c-0", "b-2"), (hand.From.Name, hand.Candidates.Single().Name));

        HandOver(cluster, "c-0", "b-2");
        Assert.All(Steps(cluster, changing, s_leaving).Next, step => Assert.IsType<DepartureStep.Forget>(step));
    }

    /// <summary>After a failover the one that changes is its shard's master.</summary>
    [Fact]
    public void Plan_AMasterChangesItsShard_HandsItsOwnOverFirst()
    {
        var cluster = StandingCluster.Even(3, 2);
        HandOver(cluster, "a-0", "a-2");
        Dictionary<string, int> changing = new() { ["a-2"] = 2 };

        var hand = Assert.IsType<DepartureStep.HandOver>(Steps(cluster, changing, s_leaving).Next.Single());
        Assert.Equal(("a-2", 0), (hand.From.Name, hand.From.Shard));
        Assert.Equal(["a-0", "a-1"], hand.Candidates.Select(member => member.Name));

        HandOver(cluster, "a-2", "a-0");
        var follow = Assert.IsType<DepartureStep.Follow>(Steps(cluster, changing, s_leaving).Next.Single());
        Assert.Equal(("a-2", "c-0"), (follow.Member.Name, follow.Master.Name));
    }

    [Fact]
    public void Plan_NobodyLeavesAndAReplicaChanges_FollowsAndIsDone()
    {
        var cluster = StandingCluster.Even(3, 2);
        Dictionary<string, int> changing = new() { ["a-2"] = 2 };
        Assert.IsType<DepartureStep.Follow>(Steps(cluster, changing).Items.Single());

        cluster["a-2"].Master = cluster["c-0"].Id;

        Assert.IsType<DepartureResult.Gone>(Plan(cluster, changing));
    }

    [Fact]
    public void Plan_AMasterThatChangesHasAnOpenSlot_Refused()
    {
        var cluster = StandingCluster.Even(3, 2);
        HandOver(cluster, "a-0", "a-2");
        cluster["a-2"].Open.Add(new OpenSlot(100, OpenSlotDirection.Migrating, cluster["b-0"].Id));

        var refused = Assert.IsType<DepartureResult.Refused>(Plan(cluster, new() { ["a-2"] = 2 }, s_leaving));

        Assert.Contains(refused.Diagnostics, found => found.Code == "RI3307");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forecast_AReplicaOrAMasterIsToCarryAShardOn_NoSlotHasToMove(bool isMaster)
    {
        var cluster = StandingCluster.Even(3, 2);
        if (isMaster) HandOver(cluster, "a-0", "a-2");
        var request = Request(cluster, new() { ["a-2"] = 2 }, s_leaving);
        var observed = Observe(cluster, request);
        var steps = Assert.IsType<DepartureResult.Steps>(DeparturePlan.Plan(observed, request));
        var moves = DepartureForecast.Moves(observed, request);

        var (after, load) = DepartureForecast.AfterHandOvers(observed, ClusterLoad.Empty, moves, steps.Items);
        var plan = RebalancePlanner.Plan(after, load, OpenSlotCounts.None, moves);

        Assert.Equal("balanced", StandingCluster.Text(plan));
    }

    [Fact]
    public void Of_SomeChange_AreNumberedWithTheShardsThatStay()
    {
        var request = Request(StandingCluster.Even(3, 2), new() { ["a-2"] = 2, ["b-2"] = 2 }, s_leaving);

        Assert.Equal(["a-0 0", "a-1 0", "b-0 1", "b-1 1", "a-2 2", "b-2 2"],
            request.Staying.Members.Select(member => $"{member.Name} {member.Shard}"));
        Assert.All(request.Leaving, member => Assert.Equal(2, member.Shard));
        Assert.Equal([0, 1], request.Changing.OrderBy(pair => pair.Key).Select(pair => pair.Value));
    }

    private static void HandOver(StandingCluster cluster, string from, string to)
    {
        var (old, @new) = (cluster[from], cluster[to]);
        foreach (var node in cluster.Nodes.Where(node => node.Master == old.Id)) node.Master = @new.Id;
        (@new.Master, old.Master) = (null, @new.Id);
        (@new.Slots, old.Slots) = (old.Slots, SlotSet.Empty);
    }

    private static DepartureRequest Request(
        StandingCluster cluster, Dictionary<string, int> changing, params string[] leaving) =>
        DepartureRequest.Of("test", cluster.Nodes.Select(node => node.Member), leaving.ToHashSet(), changing);

    private static ObservedCluster Observe(StandingCluster cluster, DepartureRequest request)
    {
        var members = request.Members.ToDictionary(member => member.Name);
        var seen = cluster.Observe(new RebalanceRequest(request.Staying) { Leaving = request.Leaving });
        return new ObservedCluster([.. seen.Views.Select(view => view with { Member = members[view.Member.Name] })]);
    }

    private static DepartureResult Plan(
        StandingCluster cluster, Dictionary<string, int> changing, params string[] leaving)
    {
        var request = Request(cluster, changing, leaving);
        return DeparturePlan.Plan(Observe(cluster, request), request);
    }

    private static DepartureResult.Steps Steps(
        StandingCluster cluster, Dictionary<string, int> changing, params string[] leaving) =>
        Assert.IsType<DepartureResult.Steps>(Plan(cluster, changing, leaving));
}
