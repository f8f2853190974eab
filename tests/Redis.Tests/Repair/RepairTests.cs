using Redis.Tests.Commands;
using Redis.Tests.Migration;
using RedisInfra.Admin.Discovery;
using RedisInfra.Admin.Repair;
using RedisInfra.Model.Repair;
using RedisInfra.Model.Slots;

namespace Redis.Tests.Repair;

/// <summary>Real clusters that something happened to. Every one has a deadline.</summary>
public sealed class RepairTests
{
    [Fact]
    public async Task RunAsync_AMasterWasForgottenByAnother_TheyMeetAgain()
    {
        await using var cluster = await MoveCluster.StartAsync();
        await cluster.Keys.FillAsync(400);
        var id = await cluster.IdAsync(cluster.Master(1));
        await cluster.SendAsync(cluster.Master(0), "CLUSTER", "FORGET", id.Value);

        var outcome = await RunAsync(cluster);

        Assert.True(outcome.IsSound, string.Join('\n', outcome.Left));
        var meet = Assert.IsType<RepairStep.Meet>(Assert.Single(outcome.Done));
        Assert.Equal((cluster.Master(0).Port, cluster.Master(1).Port), (meet.At.Port, meet.Other.Port));
        await cluster.AssertAtRestAsync();
        await cluster.Keys.AssertAllAsync();
    }

    [Fact]
    public async Task RunAsync_SlotsWereLeftOpen_TheyAreClosedAndNothingElseMoves()
    {
        await using var cluster = await MoveCluster.StartAsync();
        await cluster.MoveAsync(cluster.Some);
        var before = (await cluster.ObserveAsync()).Live.Select(view => view.Self.Slots.Count).ToArray();
        var source = cluster.Master(0);
        string tag = await cluster.UnusedTagAsync(source);
        string[] names = await cluster.Keys.FillTagAsync(tag, 40);
        int slot = KeySlot.Of(tag);
        await cluster.OpenAsync(slot, source, cluster.Master(3));
        await cluster.SendAsync(source, ["MIGRATE", "127.0.0.1", $"{cluster.Master(3).Port}", "", "0", "5000", "KEYS",
            .. names.Take(10)]);

        var outcome = await RunAsync(cluster);

        Assert.True(outcome.IsSound, string.Join('\n', outcome.Left));
        Assert.IsType<RepairStep.FinishOpenSlots>(Assert.Single(outcome.Done));
        var after = (await cluster.AssertAtRestAsync()).Live.Select(view => view.Self.Slots.Count).ToArray();
        Assert.InRange(before.Zip(after).Sum(pair => Math.Abs(pair.First - pair.Second)), 0, 2);
        await cluster.Keys.AssertAllAsync();
    }

    [Fact]
    public async Task RunAsync_AMasterHasNoReplicaAndAnotherHasTwo_OneIsReassigned()
    {
        await using var cluster = await MoveCluster.StartAsync(
            replicas: 1, extra: ["--cluster-allow-replica-migration", "no"]);
        await cluster.MoveAsync(cluster.Some);
        var replica = cluster.Members.Single(member => member is { Shard: 2, Index: 1 });
        var id = await cluster.IdAsync(cluster.Master(0));
        await cluster.SendAsync(replica, "CLUSTER", "REPLICATE", id.Value);
        while (!(await cluster.ViewAsync(replica)).IsMasterLinkUp) await Task.Delay(50, cluster.Token);

        var outcome = await RunAsync(cluster);

        Assert.True(outcome.IsSound, string.Join('\n', outcome.Left));
        Assert.IsType<RepairStep.Replicate>(Assert.Single(outcome.Done));
        var live = (await cluster.ObserveAsync()).Live.ToList();
        Assert.All(live.Where(view => view.Self.IsMaster), master =>
            Assert.Single(live, view => view.Self.Master == master.Self.Id));
    }

    [Fact]
    public async Task Repair_SlotsThatNobodyOwns_SaysSoTouchesNothingAndFails()
    {
        await using var cluster = await MoveCluster.StartAsync();
        await cluster.SendAsync(cluster.Master(1), "CLUSTER", "DELSLOTS", "6000");

        var result = await CommandLine.RunAsync(
            cluster.Token, "cluster", "repair", "--nodes", cluster.Master(0).Endpoint, "--yes", "--json");

        Assert.Equal(1, result.ExitCode);
        var plan = result.Json.GetProperty("plan");
        Assert.Equal(0, plan.GetProperty("steps").GetArrayLength());
        Assert.Equal("RI3402", plan.GetProperty("left")[0].GetProperty("code").GetString());
        Assert.DoesNotContain((await cluster.ObserveAsync()).Live, view => view.Self.Slots.Contains(6000));
    }

    private static Task<RepairOutcome> RunAsync(MoveCluster cluster)
    {
        var first = NodeAddress.Of(cluster.Members[0]);
        return new ClusterRepairer(
            cluster.Nodes, token => new ClusterDiscovery(cluster.Nodes, [first]).FindAsync(token))
            .RunAsync(cluster.Token);
    }
}
