using FsCheck;
using FsCheck.Fluent;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Formation;
using RedisInfra.Model.Health;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Tests.Formation;

/// <summary>Shards that are declared besides those of a cluster that stands.</summary>
public sealed class JoinPlanTests
{
    private sealed record Scenario(int Before, int After, int Replicas, int[] Kills);

    private static readonly Arbitrary<Scenario> s_scenarios = (
        from before in Gen.Choose(3, 5)
        from more in Gen.Choose(1, 3)
        from replicas in Gen.Choose(0, 2)
        from kills in Gen.Choose(0, 30).ArrayOf(3)
        select new Scenario(before, before + more, replicas, kills)).ToArbitrary();

    [Fact]
    public void Plan_NewShards_TheirMastersStayEmptyMastersHoweverOftenItIsKilled() =>
        Prop.ForAll(s_scenarios, scenario =>
        {
            var cluster = Grown(scenario.Before, scenario.After, scenario.Replicas);
            foreach (int kill in scenario.Kills) Run(cluster, kill, seed: kill);
            Run(cluster, int.MaxValue, seed: 0);

            var live = cluster.Observe().Live.ToList();
            return FormationPlan.Plan(cluster.Observe(), cluster.Desired)
                    is FormationResult.Formed or FormationResult.Adopt
                && live.All(view => view.Self.IsMaster == (view.Member.Index == 0))
                && live.All(view => view.Self.Slots.IsEmpty
                    == (view.Member.Shard >= scenario.Before || view.Member.Index > 0))
                && live.Where(view => view.Member.Index > 0).All(view =>
                    view.Self.Master == cluster[$"m-{view.Member.Shard}-0"].Id)
                && live.Select(view => view.Self.ConfigEpoch).Distinct().Count() == live.Count
                && live.All(view => (view.NodeTimeoutMs, view.SyncDelaySec) == (15000, 5));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_ANewShard_JoinsWithoutLoweringTimeoutsAndWaitsForMembershipBeforeItReplicates()
    {
        var cluster = Grown(3, 4, 1);

        var plan = Assert.IsType<FormationResult.Steps>(FormationPlan.Plan(cluster.Observe(), cluster.Desired));

        Assert.Equal("m-3-0", Assert.Single(plan.NewMasters).Name);
        Assert.DoesNotContain(plan.Items, step => step is FormationStep.AddSlots);
        // What is lowered concerns the new, empty master only, and comes back.
        Assert.Equal([("m-3-0", 0), ("m-3-0", 5)], plan.Items.OfType<FormationStep.SetConfig>()
            .Where(step => step.Parameter == FormationDefaults.SyncDelay)
            .Select(step => (step.Member.Name, step.Value)));
        Assert.DoesNotContain(plan.Items,
            step => step is FormationStep.SetConfig { Parameter: FormationDefaults.NodeTimeout });
        Assert.Equal([7L, 8L], plan.Items.OfType<FormationStep.SetConfigEpoch>().Select(step => step.Epoch));
        var replicate = Assert.Single(plan.Items.OfType<FormationStep.Replicate>());
        Assert.Equal(("m-3-1", "m-3-0"), (replicate.Member.Name, replicate.Master.Name));
        var phases = plan.Items.Select(step => step.Phase).Distinct().ToList();
        Assert.True(phases.IndexOf(FormationPhase.AwaitMembership) < phases.IndexOf(FormationPhase.Replicate));
        Assert.True(phases.IndexOf(FormationPhase.Meet) < phases.IndexOf(FormationPhase.AwaitMembership));
    }

    [Fact]
    public void Plan_ANewShardThatHoldsKeys_Refused()
    {
        var cluster = Grown(3, 4, 0);
        cluster["m-3-0"].Keys = 1;

        AssertRefused(cluster, "RI3013");
    }

    [Fact]
    public void Plan_MoreOwnersThanDeclared_RefusedAndSentToTheDrain()
    {
        var four = Formed(4, 0);
        // The fourth owner is declared in a shard that has one.
        var desired = DesiredCluster.Of("cache", [.. Desired(3, 0).Members,
            new Member("m-0-1", 0, 1, "127.0.0.1", 7001)], 15000);
        var cluster = new SimulatedCluster(desired);
        foreach (var (name, from) in new[] { ("m-0-0", 0), ("m-1-0", 1), ("m-2-0", 2), ("m-0-1", 3) })
            (cluster[name].Slots, cluster[name].Epoch) = (four[$"m-{from}-0"].Slots, from + 1);

        var found = AssertRefused(cluster, "RI3014");
        Assert.Contains("drain those that are to go first", found.Fix);
    }

    [Fact]
    public void Plan_ADeclaredShardOfReplicasOfOthers_Refused()
    {
        var cluster = Grown(3, 4, 0);
        cluster["m-3-0"].Known.UnionWith(Enumerable.Range(0, 3).Select(i => cluster[$"m-{i}-0"].Id));
        foreach (int i in Enumerable.Range(0, 3)) cluster[$"m-{i}-0"].Known.Add(cluster["m-3-0"].Id);
        cluster["m-3-0"].Master = cluster["m-0-0"].Id;

        var found = AssertRefused(cluster, "RI3014");
        Assert.Contains("shard 3 replicate others", found.Why);
    }

    /// <summary>A claim that was kept, of a member whose pod went before it was drained.</summary>
    [Fact]
    public void Plan_AnEmptyMemberThatRemembersAClusterThatIsGone_IsResetAndJoins()
    {
        var cluster = Grown(3, 4, 0);
        var old = cluster["m-3-0"].Id;
        cluster["m-3-0"].Epoch = 4;
        cluster["m-3-0"].Foreign.Add(Foreign(isConnected: false));

        var first = Assert.IsType<FormationResult.Steps>(FormationPlan.Plan(cluster.Observe(), cluster.Desired));
        Assert.Equal("m-3-0", Assert.IsType<FormationStep.Reset>(Assert.Single(first.Items)).Member.Name);
        Run(cluster, int.MaxValue, seed: 0);
        Run(cluster, int.MaxValue, seed: 0);

        Assert.NotEqual(old, cluster["m-3-0"].Id);
        Assert.IsType<FormationResult.Adopt>(FormationPlan.Plan(cluster.Observe(), cluster.Desired));
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("slots")]
    [InlineData("its cluster lives")]
    [InlineData("nothing stands")]
    public void Plan_AMemberThatRemembersOthersAndMayHaveSomethingToLose_Refused(string what)
    {
        var cluster = what == "nothing stands" ? new SimulatedCluster(Desired(4, 0)) : Grown(3, 4, 0);
        var node = cluster["m-3-0"];
        node.Foreign.Add(Foreign(isConnected: what == "its cluster lives"));
        if (what == "keys") node.Keys = 1;
        if (what == "slots") node.Slots = SlotSet.Parse("100");

        AssertRefused(cluster, "RI3011");
    }

    [Fact]
    public void Check_AnEmptyMaster_IsAnErrorExceptWhileItsShardJoins()
    {
        var cluster = Grown(3, 4, 1);
        Run(cluster, int.MaxValue, seed: 0);

        Assert.Equal(Severity.Error, Finding(allowsEmptyShards: false).Severity);
        Assert.Equal(Severity.Info, Finding(allowsEmptyShards: true).Severity);
        cluster["m-3-1"].Master = null; // Two masters: one of them isn't the shard's.
        Assert.Equal(Severity.Error, Finding(allowsEmptyShards: true).Severity);

        HealthFinding Finding(bool allowsEmptyShards) => ClusterHealth
            .Check(cluster.Observe(), allowsEmptyShards)
            .First(found => found is { Code: HealthCode.MasterWithoutSlots, Member: "m-3-0" });
    }

    /// <summary>A cluster that stands, and fresh nodes for the shards that are declared besides.</summary>
    private static SimulatedCluster Grown(int before, int after, int replicas)
    {
        var standing = Formed(before, replicas);
        var cluster = new SimulatedCluster(Desired(after, replicas));
        foreach (var member in standing.Desired.Members)
        {
            var (from, to) = (standing[member.Name], cluster[member.Name]);
            (to.Slots, to.Epoch) = (from.Slots, from.Epoch);
            if (member.Index > 0) to.Master = cluster[$"m-{member.Shard}-0"].Id;
            to.Known.UnionWith(standing.Desired.Members.Where(other => other != member)
                .Select(other => cluster[other.Name].Id));
        }
        return cluster;
    }

    private static NodeRecord Foreign(bool isConnected) => new(NodeId.Parse(new string('f', 40)), "10.9.9.9", 6379,
        16379, null, NodeFlags.Master, null, 90, isConnected, SlotSet.Parse("5"), []);

    private static Diagnostic AssertRefused(SimulatedCluster cluster, string code)
    {
        var refused = Assert.IsType<FormationResult.Refused>(FormationPlan.Plan(cluster.Observe(), cluster.Desired));
        return Assert.Single(refused.Diagnostics, diagnostic => diagnostic.Code == code);
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

    private static DesiredCluster Desired(int shards, int replicas) => DesiredCluster.Of("cache",
        Enumerable.Range(0, shards).SelectMany(shard => Enumerable.Range(0, replicas + 1).Select(index =>
            new Member($"m-{shard}-{index}", shard, index, "127.0.0.1", 7000 + (shard * 10) + index))), 15000);
}
