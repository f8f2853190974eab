using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;
using Xunit.Abstractions;

namespace Redis.Tests.Migration;

/// <summary>Newer servers, which move slots by themselves: Redis 8.4, Valkey 9.</summary>
public sealed class AtomicTests(ITestOutputHelper output)
{
    [NewerServersTheory]
    [InlineData("8.6", MigrationMethod.RedisImport)]
    [InlineData("valkey", MigrationMethod.ValkeyMigrateSlots)]
    [InlineData("8.0", MigrationMethod.Windows)]
    public async Task RunAsync_OutAndInUnderLoad_TheBestMethodLosesNothing(string version, MigrationMethod method)
    {
        await using var cluster = await MoveCluster.StartAsync(replicas: 1, version: version);
        await cluster.Keys.FillAsync(4000);
        await using var load = await cluster.StartLoadAsync();
        var nodes = cluster.Watch();

        var grown = await cluster.MoveAsync(cluster.Out, nodes: nodes);
        await cluster.AssertAtRestAsync(4096, 4096, 4096, 4096);
        await cluster.Keys.AssertAllAsync();
        var shrunk = await cluster.MoveAsync(cluster.In, nodes: nodes);
        await cluster.AssertAtRestAsync(5461, 5461, 5461, 0);
        await cluster.Keys.AssertAllAsync();

        var report = await load.StopAsync(cluster.Token);
        output.WriteLine($"out {grown.Elapsed}, in {shrunk.Elapsed}: {report}");
        Assert.True(report.IsClean, report.ToString());
        Assert.Equal(method == MigrationMethod.Windows, nodes.Sent.Any(sent => sent.Is("MIGRATE")));
        Assert.Equal(4, (await cluster.ObserveAsync()).Live.Count(view => view.Self.IsMaster));
        Assert.Equal(4096, grown.Moves.Sum(move => move.Slots.Count));
    }

    [NewerServersTheory]
    [InlineData("8.6")]
    [InlineData("valkey")]
    public async Task RunAsync_WindowsAreAskedFor_WorkThereToo(string version)
    {
        await using var cluster = await MoveCluster.StartAsync(version: version);
        await cluster.Keys.FillAsync(800);
        var nodes = cluster.Watch();

        await cluster.MoveAsync(cluster.Some, new MoveOptions { Method = MigrationMethod.Windows }, nodes);

        Assert.Contains(nodes.Sent, sent => sent.IsSetSlot("NODE"));
        await cluster.AssertAtRestAsync();
        await cluster.Keys.AssertAllAsync();
    }

    [NewerServersTheory]
    [InlineData("8.6")]
    [InlineData("valkey")]
    public async Task RunAsync_CancelledAndKilled_TheNextRunFinishes(string version)
    {
        await using var cluster = await MoveCluster.StartAsync(version: version);
        await cluster.Keys.FillAsync(2000);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cluster.Token);
        var nodes = cluster.Watch();
        var small = new MoveOptions { MaxTaskBytes = 100_000 };
        int tasks = 0;
        nodes.Before = async batch =>
        {
            if (batch.Any(IsStart) && ++tasks == 2) await cancel.CancelAsync();
        };
        await Assert.ThrowsAsync<MoveStoppedException>(
            () => new Rebalancer(nodes, cluster.Out, small).RunAsync(cancel.Token));
        var dying = cluster.Watch();
        dying.Before = batch =>
        {
            // The task has been begun, and nobody follows it.
            if (batch.Any(IsStart)) dying.KillAfter(0);
            return Task.CompletedTask;
        };
        await Assert.ThrowsAsync<KilledException>(() => cluster.MoveAsync(cluster.Out, small, dying));

        await cluster.MoveAsync(cluster.Out);

        await cluster.AssertAtRestAsync(4096, 4096, 4096, 4096);
        await cluster.Keys.AssertAllAsync();
        Assert.DoesNotContain(nodes.Sent.Concat(dying.Sent), sent => sent.Is("CLUSTER", "SETSLOT"));
    }

    /// <summary>
    /// From failover-granted on the target may own the slots: a source whose job is cancelled then takes writes that
    /// are lost as soon as it hears of that. The target is held back by the server's own switch for tests.
    /// </summary>
    [NewerServersTheory]
    [InlineData("valkey")]
    public async Task RunAsync_CancelledWhenTheSourceHasGivenItsWord_WaitsForTheEnd(string version)
    {
        await using var cluster = await MoveCluster.StartAsync(version: version);
        await cluster.Keys.FillAsync(400);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cluster.Token);
        var nodes = cluster.Watch();
        await HoldTakeOverAsync(cluster, true);
        Member? source = null;
        nodes.After = async (batch, replies) =>
        {
            if (source is null && replies.Any(reply => States(reply).Contains("failover-granted")))
            {
                source = batch[0].Member;
                await cancel.CancelAsync();
            }
            // It has refused: the end may come.
            if (batch.Any(sent => sent.Is("EVAL"))) await HoldTakeOverAsync(cluster, false);
            return replies;
        };

        await Assert.ThrowsAsync<MoveStoppedException>(
            () => new Rebalancer(nodes, cluster.Some).RunAsync(cancel.Token));

        Assert.NotNull(source);
        Assert.Contains(nodes.Sent, sent => sent.Is("EVAL"));
        var states = States(await cluster.SendAsync(source, "CLUSTER", "GETSLOTMIGRATIONS"));
        Assert.All(states, state => Assert.Equal("success", state));
        await cluster.MoveAsync(cluster.Some);
        await cluster.AssertAtRestAsync();
        await cluster.Keys.AssertAllAsync();
    }

    /// <summary>Before that nothing is lost by giving up, and the server does it.</summary>
    [NewerServersTheory]
    [InlineData("valkey")]
    public async Task RunAsync_CancelledBeforeThat_TheServerGivesItUp(string version)
    {
        await using var cluster = await MoveCluster.StartAsync(version: version);
        await cluster.Keys.FillAsync(400);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cluster.Token);
        var nodes = cluster.Watch();
        foreach (var member in cluster.Members)
            await cluster.SendAsync(member, "DEBUG", "SLOTMIGRATION", "PREVENT-PAUSE", "1");
        nodes.Before = async batch =>
        {
            if (batch.Any(IsStart)) await cancel.CancelAsync();
        };

        await Assert.ThrowsAsync<MoveStoppedException>(
            () => new Rebalancer(nodes, cluster.Some).RunAsync(cancel.Token));

        var source = Assert.Single(nodes.Sent, sent => sent.Is("EVAL")).Member;
        var states = States(await cluster.SendAsync(source, "CLUSTER", "GETSLOTMIGRATIONS"));
        Assert.Equal("cancelled", Assert.Single(states));
        await cluster.AssertAtRestAsync();
        await cluster.Keys.AssertAllAsync();
    }

    /// <summary>Each end is a part of one task at a time, whatever the plan.</summary>
    [NewerServersTheory]
    [InlineData("8.6")]
    [InlineData("valkey")]
    public async Task RunAsync_SeveralSourcesAndDestinations_AreMatched(string version)
    {
        await using var cluster = await MoveCluster.StartAsync(version: version);
        await cluster.Keys.FillAsync(800);

        var outcome = await cluster.MoveAsync(new(cluster.Desired(4).WithWeights([1, 1, 5, 5])));

        Assert.True(outcome.Moves.Length >= 3);
        await cluster.AssertAtRestAsync();
        await cluster.Keys.AssertAllAsync();
    }

    /// <summary>Servers that can't sign in at each other: it says so, and takes no other method.</summary>
    [NewerServersTheory]
    [InlineData("valkey")]
    public async Task RunAsync_TheServersTaskFails_SaysWhyAndDoesNotFallBack(string version)
    {
        const string Password = "correct-horse";
        await using var cluster = await MoveCluster.StartAsync(version: version,
            access: new ClusterAccess { Password = Password }, extra: ["--requirepass", Password]);
        await cluster.Keys.FillAsync(400);
        var nodes = cluster.Watch();

        var stopped = await Assert.ThrowsAsync<MoveStoppedException>(
            () => cluster.MoveAsync(cluster.Some, new MoveOptions { Timeout = TimeSpan.FromSeconds(20) }, nodes));

        output.WriteLine(stopped.Message);
        Assert.Contains("RI3254", stopped.Message);
        Assert.DoesNotContain(nodes.Sent, sent => sent.Is("CLUSTER", "SETSLOT") || sent.Is("MIGRATE"));
        await cluster.Keys.AssertAllAsync();
    }

    private static Task HoldTakeOverAsync(MoveCluster cluster, bool isHeld) => cluster.SendAsync(
        cluster.Master(3), "DEBUG", "SLOTMIGRATION", "PREVENT-FAILOVER", isHeld ? "1" : "0");

    /// <summary>The states of all jobs that a reply tells of.</summary>
    private static List<string> States(RespValue reply) =>
        [.. reply.Items.Select(job => job.Items.SkipWhile(field => field.Text != "state").Skip(1))
            .SelectMany(rest => rest.Take(1)).Select(state => state.Text)];

    private static bool IsStart(SentCommand sent) =>
        sent.Is("CLUSTER", "MIGRATION", "IMPORT") || sent.Is("CLUSTER", "MIGRATESLOTS");
}
