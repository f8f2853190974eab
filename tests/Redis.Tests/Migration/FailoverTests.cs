using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Migration;
using RedisInfra.Model.Observation;
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

    /// <summary>
    /// Nobody elects the replica of a master without slots. It comes back without its data, as a pod without a volume
    /// does: the keys are where they were copied to.
    /// </summary>
    [Fact]
    public async Task RunAsync_ADestinationThatOwnedNothingDies_ItsReplicaTakesOver()
    {
        // For the server that comes back. With less than the others have a stall would be a failover, which takes along
        // what its master hadn't sent on.
        await using var cluster = await MoveCluster.StartAsync(replicas: 1, extra: ["--cluster-node-timeout", "5000"]);
        await cluster.Keys.FillAsync(3000);
        var nodes = cluster.Watch();
        int opened = 0;
        bool isDead = false;
        nodes.After = async (batch, replies) =>
        {
            int importing = batch.Count(sent => sent.IsSetSlot("IMPORTING"));
            if (importing > 0) opened = importing;
            if (isDead || opened < 2 || !batch.Any(sent => sent.Is("MIGRATE"))) return replies;
            isDead = true;
            await ReplaceAsync(cluster, cluster.Master(3));
            return replies;
        };

        await cluster.MoveAsync(cluster.Out, new MoveOptions { MaxSources = 1 }, nodes);

        Assert.True(isDead);
        await cluster.AssertAtRestAsync(4096, 4096, 4096, 4096);
        await cluster.Keys.AssertAllAsync();
    }

    /// <summary>kill -9; it comes back empty when its replica is the master.</summary>
    private static async Task ReplaceAsync(MoveCluster cluster, Member master)
    {
        var server = cluster.Servers.Of(master);
        var replica = cluster.Members.Single(member => member.Shard == master.Shard && member.Index == 1);
        // What a master hasn't sent on yet is gone with it, whoever moves slots.
        long sent = await OffsetAsync(cluster, master, "master_repl_offset");
        while (await OffsetAsync(cluster, replica, "slave_repl_offset") < sent)
            await Task.Delay(10, cluster.Token);
        server.Kill();
        while (await cluster.Nodes.ObserveAsync(replica, cluster.Token) is not NodeView.Live { Self.IsMaster: true })
            await Task.Delay(10, cluster.Token);
        server.Restart();
        await server.WaitUntilListeningAsync(cluster.Token);
        while (await cluster.Nodes.ObserveAsync(master, cluster.Token) is not NodeView.Live { Self.IsReplica: true })
            await Task.Delay(10, cluster.Token);
    }

    private static async Task<long> OffsetAsync(MoveCluster cluster, Member member, string field) =>
        InfoText.Parse((await cluster.SendAsync(member, "INFO", "replication")).Text).Number(field);

    private static Task FailOverAsync(MoveCluster cluster, Member master) => cluster.PromoteAsync(
        cluster.Members.Single(member => member.Shard == master.Shard && member.Index != master.Index));
}
