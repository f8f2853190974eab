using RedisInfra.Model.Topology;

namespace Redis.Tests.Migration;

/// <summary>Hazard 7: a replica that takes over knows of no open slot (redis #6339).</summary>
public sealed class FailoverTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_AFailoverInTheMiddle_LosesNothing(bool isSource)
    {
        await using var cluster = await MoveCluster.StartAsync(replicas: 1);
        await cluster.Keys.FillAsync(3000);
        await using var load = await cluster.StartLoadAsync(ratePerSecond: 300);
        var nodes = cluster.Watch();
        int migrates = 0;
        nodes.Before = async batch =>
        {
            var migrate = batch.FirstOrDefault(sent => sent.Is("MIGRATE"));
            if (migrate is null || ++migrates != 5) return;
            await FailOverAsync(cluster, isSource ? migrate.Member : cluster.Master(3));
        };

        await cluster.MoveAsync(cluster.Out, nodes: nodes);

        Assert.True(migrates > 5);
        await cluster.AssertAtRestAsync(4096, 4096, 4096, 4096);
        await cluster.Keys.AssertAllAsync();
        var report = await load.StopAsync(cluster.Token);
        Assert.Equal((0, 0, 0), (report.Lost, report.Stale, report.ExpiriesLost));
    }

    private static async Task FailOverAsync(MoveCluster cluster, Member master)
    {
        var replica = cluster.Members.Single(member => member.Shard == master.Shard && member.Index == 1);
        await cluster.SendAsync(replica, "CLUSTER", "FAILOVER");
        while ((await cluster.ViewAsync(master)).Self.IsMaster || !(await cluster.ViewAsync(replica)).Self.IsMaster)
            await Task.Delay(10, cluster.Token);
    }
}
