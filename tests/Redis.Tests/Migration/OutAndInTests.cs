using RedisInfra.Admin.Migration;
using RedisInfra.Model.Rebalancing;
using Xunit.Abstractions;

namespace Redis.Tests.Migration;

/// <summary>Three masters, four, and three again, while clients work.</summary>
public sealed class OutAndInTests(ITestOutputHelper output)
{
    [Fact]
    public async Task RunAsync_OutAndInUnderLoad_ClientsSeeNoErrorAndLoseNothing()
    {
        await using var cluster = await MoveCluster.StartAsync(replicas: 1);
        await cluster.Keys.FillAsync(4000);
        await using var load = await cluster.StartLoadAsync();

        var grown = await cluster.MoveAsync(cluster.Out);
        await cluster.AssertAtRestAsync(4096, 4096, 4096, 4096);
        await cluster.Keys.AssertAllAsync();
        var shrunk = await cluster.MoveAsync(cluster.In);
        await cluster.AssertAtRestAsync(5461, 5461, 5461, 0);
        await cluster.Keys.AssertAllAsync();

        var report = await load.StopAsync(cluster.Token);
        output.WriteLine($"out {grown.Elapsed}, in {shrunk.Elapsed}: {report}");
        Assert.True(report.IsClean, report.ToString());
        Assert.Equal(4096, grown.Moves.Sum(move => move.Slots.Count));
        Assert.All(grown.Moves, move => Assert.InRange(move.Slots.Count, 1365, 1366));
        Assert.All(shrunk.Moves, move => Assert.InRange(move.Slots.Count, 1365, 1366));
        var observed = await cluster.ObserveAsync();
        Assert.Equal(4, observed.Live.Count(view => view.Self.IsMaster));
    }

    [Fact]
    public async Task RunAsync_Weights_SlotsFollowThem()
    {
        await using var cluster = await MoveCluster.StartAsync();
        await cluster.Keys.FillAsync(800);
        var desired = cluster.Desired(4).WithWeights([4, 2, 1, 1]);

        var outcome = await cluster.MoveAsync(new(desired));

        await cluster.AssertAtRestAsync(8192, 4096, 2048, 2048);
        await cluster.Keys.AssertAllAsync();
        Assert.IsType<RebalanceResult.Balanced>(
            await new Rebalancer(cluster.Nodes, new(desired)).PlanAsync(cluster.Token));
        Assert.Equal(outcome.Observed.Views.Length, cluster.Members.Count);
    }
}
