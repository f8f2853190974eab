using FsCheck;
using FsCheck.Fluent;
using RedisInfra.Model.Formation;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Tests.Formation;

public sealed class FormationPlanTests
{
    private sealed record Scenario(int Shards, int Replicas, int[] Kills, int? TimeoutMs);

    private static readonly Arbitrary<Scenario> s_scenarios = (
        from shards in Gen.Choose(3, 7)
        from replicas in Gen.Choose(0, 2)
        from kills in Gen.Choose(0, 80).ArrayOf(4)
        from timeout in Gen.Elements<int?>(null, 5000, 15000)
        select new Scenario(shards, replicas, kills, timeout)).ToArbitrary();

    /// <summary>
    /// Each run is killed after some steps; steps of one phase come in any order. The last one always finishes.
    /// </summary>
    [Fact]
    public void Plan_KilledAnywhereAnyNumberOfTimes_Converges() => Prop.ForAll(s_scenarios, scenario =>
    {
        var cluster = new SimulatedCluster(Desired(scenario.Shards, scenario.Replicas, scenario.TimeoutMs));
        foreach (int kill in scenario.Kills) Run(cluster, kill, seed: kill);
        Run(cluster, int.MaxValue, seed: 0);
        Run(cluster, int.MaxValue, seed: 0);
        var layout = SlotLayout.Even(scenario.Shards);
        return FormationPlan.Plan(cluster.Observe(), cluster.Desired) is FormationResult.Formed
            && cluster.Observe().Live.All(view => view.NodeTimeoutMs == (scenario.TimeoutMs ?? 15000))
            && cluster.Observe().Live.All(view => view.SyncDelaySec == 5)
            && cluster.Observe().Live.Where(view => view.Member.Index == 0)
                .All(view => view.Self.Slots.Equals(SlotSet.Of(layout[view.Member.Shard])))
            && cluster.Observe().Live
                .Select(view => view.Self.ConfigEpoch).Distinct().Count() == cluster.Desired.Members.Count();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_SameViews_SamePlan() => Prop.ForAll(s_scenarios, scenario =>
    {
        var cluster = new SimulatedCluster(Desired(scenario.Shards, scenario.Replicas, scenario.TimeoutMs));
        Run(cluster, scenario.Kills[0], seed: 1);
        return Text(FormationPlan.Plan(cluster.Observe(), cluster.Desired))
            == Text(FormationPlan.Plan(cluster.Observe(), cluster.Desired));
    }).QuickCheckThrowOnFailure();

    /// <summary>Whatever was done before, keys outside of the cluster's own slots are never planned over.</summary>
    [Fact]
    public void Plan_KeysOnAMemberThatIsNoPartYet_RefusedWithItsName() => Prop.ForAll(s_scenarios, scenario =>
    {
        var cluster = new SimulatedCluster(Desired(scenario.Shards, scenario.Replicas, scenario.TimeoutMs));
        cluster["m-1-0"].Keys = 3;
        return FormationPlan.Plan(cluster.Observe(), cluster.Desired) is FormationResult.Refused refused
            && refused.Diagnostics.Single() is { Code: "RI3013" } found && found.Where.Contains("m-1-0");
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_AStandingClusterWithKeys_IsFormed()
    {
        var cluster = Formed(3, 1);
        foreach (var member in cluster.Desired.Members) cluster[member.Name].Keys = 1000;

        Assert.IsType<FormationResult.Formed>(FormationPlan.Plan(cluster.Observe(), cluster.Desired));
    }

    [Fact]
    public void Plan_ANewReplicaOfAStandingCluster_JoinsWithoutLoweringTimeouts()
    {
        var cluster = Formed(3, 1);
        var replica = cluster["m-2-1"];
        foreach (var member in cluster.Desired.Members) cluster[member.Name].Known.Remove(replica.Id);
        replica.Known.Clear();
        (replica.Master, replica.Epoch, cluster["m-0-0"].Keys) = (null, 0, 5);

        var plan = Assert.IsType<FormationResult.Steps>(FormationPlan.Plan(cluster.Observe(), cluster.Desired));

        Assert.DoesNotContain(plan.Items, step => step is FormationStep.SetConfig or FormationStep.AddSlots);
        var replicate = Assert.Single(plan.Items.OfType<FormationStep.Replicate>());
        Assert.Equal(("m-2-1", "m-2-0"), (replicate.Member.Name, replicate.Master.Name));
        Assert.Equal(6, Assert.Single(plan.Items.OfType<FormationStep.SetConfigEpoch>()).Epoch);
    }

    [Fact]
    public void Plan_ANewReplicaThatHoldsKeys_Refused()
    {
        var cluster = Formed(3, 1);
        var replica = cluster["m-2-1"];
        (replica.Master, replica.Keys) = (null, 1);

        AssertRefused(cluster, "RI3013");
    }

    [Fact]
    public void Plan_PeersOutsideOfTheDeclaration_RefusedUnlessDeadWithoutSlotsInAStandingCluster()
    {
        var alive = Foreign(NodeFlags.Master, SlotSet.Empty);
        var dead = Foreign(NodeFlags.Master | NodeFlags.Failed, SlotSet.Empty);
        var deadWithSlots = Foreign(NodeFlags.Master | NodeFlags.Failed, SlotSet.Parse("5"));
        var fresh = new SimulatedCluster(Desired(3, 0));
        fresh["m-0-0"].Foreign.Add(dead);
        var standing = Formed(3, 0);

        AssertRefused(fresh, "RI3011");
        foreach (var (record, isRefused) in new[] { (alive, true), (deadWithSlots, true), (dead, false) })
        {
            standing["m-0-0"].Foreign.Clear();
            standing["m-0-0"].Foreign.Add(record);
            if (isRefused) AssertRefused(standing, "RI3011");
            else Assert.IsType<FormationResult.Adopt>(FormationPlan.Plan(standing.Observe(), standing.Desired));
        }
    }

    [Fact]
    public void Plan_AnUndeclaredPeerWhoseLinkIsLost_WaitsUntilItIsGivenUp()
    {
        var cluster = Formed(3, 0);
        cluster["m-0-0"].Foreign.Add(Foreign(NodeFlags.Master, SlotSet.Empty) with { IsConnected = false });

        Assert.IsType<FormationResult.NotReady>(FormationPlan.Plan(cluster.Observe(), cluster.Desired));
    }

    [Fact]
    public void Plan_MastersOfShardsTheOtherWayRound_AdoptedAsAfterAFailover()
    {
        var cluster = Formed(3, 1);
        var (old, @new) = (cluster["m-0-0"], cluster["m-0-1"]);
        (@new.Slots, old.Slots) = (old.Slots, SlotSet.Empty);
        (@new.Master, old.Master) = (null, @new.Id);

        Assert.IsType<FormationResult.Formed>(FormationPlan.Plan(cluster.Observe(), cluster.Desired));
    }

    [Fact]
    public void Plan_OldAndNewMasterBothClaimTheSlots_WaitsUntilTheyAgree()
    {
        var cluster = Formed(3, 1);
        var (old, @new) = (cluster["m-0-0"], cluster["m-0-1"]);
        (@new.Slots, @new.Master) = (old.Slots, null);

        var waiting = Assert.IsType<FormationResult.NotReady>(FormationPlan.Plan(cluster.Observe(), cluster.Desired));

        Assert.Equal("m-0-1 and another member both claim slots 0-5460; they will agree", waiting.Reason);
    }

    [Fact]
    public void Plan_UnevenSlots_AdoptedAndReported()
    {
        var cluster = Formed(3, 0);
        var moved = SlotSet.Parse("0-99");
        cluster["m-0-0"].Slots = cluster["m-0-0"].Slots.Except(moved);
        cluster["m-1-0"].Slots = cluster["m-1-0"].Slots.Union(moved);

        var adopt = Assert.IsType<FormationResult.Adopt>(FormationPlan.Plan(cluster.Observe(), cluster.Desired));

        Assert.Equal(["RI3031", "RI3031"], adopt.Differences.Select(difference => difference.Code));
    }

    [Fact]
    public void Plan_TwoClustersWithTheSameSlots_Refused()
    {
        var cluster = new SimulatedCluster(Desired(3, 0));
        cluster["m-0-0"].Slots = cluster["m-1-0"].Slots = SlotSet.Parse("0-10");

        AssertRefused(cluster, "RI3012");
    }

    [Theory]
    [InlineData(SilentReason.Unreachable, false)]
    [InlineData(SilentReason.Loading, false)]
    [InlineData(SilentReason.AccessDenied, true)]
    [InlineData(SilentReason.NotClustered, true)]
    [InlineData(SilentReason.TlsFailed, true)]
    public void Plan_ASilentMember_WaitsOrRefuses(SilentReason reason, bool isRefused)
    {
        var cluster = new SimulatedCluster(Desired(3, 0));
        var observed = cluster.Observe();
        var silent = new NodeView.Silent(observed.Views[1].Member, reason, "why");

        var plan = FormationPlan.Plan(new ObservedCluster(observed.Views.SetItem(1, silent)), cluster.Desired);

        Assert.Equal(isRefused, plan is FormationResult.Refused);
        Assert.Equal(!isRefused, plan is FormationResult.NotReady wait && wait.Reason.Contains("m-1-0"));
    }

    [Fact]
    public void Plan_ViewsOfOtherMembers_IsABug() => Assert.Throws<InvalidOperationException>(
        () => FormationPlan.Plan(new ObservedCluster([]), Desired(3, 0)));

    private static NodeRecord Foreign(NodeFlags flags, SlotSet slots) =>
        new(NodeId.Parse(new string('f', 40)), "10.9.9.9", 6379, 16379, null, flags, null, 90, true, slots, []);

    private static void AssertRefused(SimulatedCluster cluster, string code)
    {
        var refused = Assert.IsType<FormationResult.Refused>(FormationPlan.Plan(cluster.Observe(), cluster.Desired));
        Assert.Contains(refused.Diagnostics, diagnostic => diagnostic.Code == code);
    }

    private static SimulatedCluster Formed(int shards, int replicas)
    {
        var cluster = new SimulatedCluster(Desired(shards, replicas));
        Run(cluster, int.MaxValue, seed: 0);
        return cluster;
    }

    private static void Run(SimulatedCluster cluster, int kill, int seed)
    {
        if (FormationPlan.Plan(cluster.Observe(), cluster.Desired) is not FormationResult.Steps plan) return;
        var random = new Random(seed);
        var anyOrder = plan.Items.GroupBy(step => step.Phase).SelectMany(phase => phase.OrderBy(_ => random.Next()));
        foreach (var step in anyOrder.Take(kill)) cluster.Apply(step);
    }

    private static string Text(FormationResult plan) => plan is FormationResult.Steps steps
        ? string.Join('\n', steps.Items.Select(step => $"{step.GetType().Name} {step.Target?.Name} {step.Reason}"))
        : plan.GetType().Name;

    private static DesiredCluster Desired(int shards, int replicas, int? timeoutMs = 15000)
    {
        var members = Enumerable.Range(0, shards).SelectMany(shard => Enumerable.Range(0, replicas + 1)
            .Select(index => new Member($"m-{shard}-{index}", shard, index, "127.0.0.1", 7000 + (shard * 10) + index)));
        return DesiredCluster.Of("cache", members, timeoutMs);
    }
}
