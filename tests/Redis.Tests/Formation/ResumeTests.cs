using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Formation;
using RedisInfra.Model.Health;
using Xunit.Abstractions;

namespace Redis.Tests.Formation;

public sealed class ResumeTests(ITestOutputHelper output)
{
    /// <summary>
    /// Every step of forming 3 + 3: a kill after each, on one set of servers that are reset in between.
    /// </summary>
    [Fact]
    public async Task FormAsync_KilledAfterEachStep_TheNextRunFinishes()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        await using var servers = await RedisServers.StartAsync(3, 1);
        await using var connections = servers.Connect();
        int steps = (await new ClusterFormer(connections, servers.Desired).FormAsync(deadline.Token)).Done.Length;
        Assert.InRange(steps, 20, 60);

        for (int kill = 1; kill <= steps; kill++)
        {
            await servers.ResetAsync(connections, deadline.Token);
            await KilledAfterAsync(servers, kill, deadline.Token);

            var outcome = await new ClusterFormer(connections, servers.Desired).FormAsync(deadline.Token);

            output.WriteLine($"killed after step {kill}: {outcome.Done.Length} more in {outcome.Elapsed}");
            Assert.Empty(ClusterHealth.Check(outcome.Observed));
            Assert.All(outcome.Observed.Live,
                view => Assert.Equal((15000, 5), (view.NodeTimeoutMs, view.SyncDelaySec)));
            Assert.All(outcome.Observed.Live, view => Assert.Equal(view.Member.Index == 0, view.Self.IsMaster));
        }
    }

    [Fact]
    public async Task FormAsync_Cancelled_NodeTimeoutsAreRestored()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await using var servers = await RedisServers.StartAsync(3, 1);
        await using var connections = servers.Connect();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token);
        var former = new ClusterFormer(connections, servers.Desired, new FormerOptions
        {
            RestoreTimeout = TimeSpan.FromSeconds(30),
            StepDone = step =>
            {
                if (step is FormationStep.Meet) cancel.Cancel();
            },
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => former.FormAsync(cancel.Token));

        var observed = await connections.ObserveAsync(servers.Desired, deadline.Token);
        Assert.All(observed.Live, view => Assert.Equal(15000, view.NodeTimeoutMs));
        Assert.Equal(6, observed.Live.Count());
        await new ClusterFormer(connections, servers.Desired).FormAsync(deadline.Token);
    }

    [Fact]
    public async Task FormAsync_AServerIsKilledWhileForming_ConvergesWhenItIsBack()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        await using var servers = await RedisServers.StartAsync(3, 1);
        await using var connections = servers.Connect();
        var victim = servers.Of(servers.Members[3]);
        bool done = false;
        var former = new ClusterFormer(connections, servers.Desired, new FormerOptions
        {
            SettleTimeout = TimeSpan.FromSeconds(2),
            StepDone = step =>
            {
                if (done || step.Phase != FormationPhase.Meet) return;
                done = true;
                victim.Restart();
            },
        });

        var outcome = await former.FormAsync(deadline.Token);

        Assert.True(done);
        Assert.Empty(ClusterHealth.Check(outcome.Observed));
        Assert.All(outcome.Observed.Live, view => Assert.Equal(15000, view.NodeTimeoutMs));
    }

    [Fact]
    public async Task FormAsync_FunctionsOnOneMember_AllMastersHaveThem()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await using var servers = await RedisServers.StartAsync(3, 1);
        await using var connections = servers.Connect();
        const string Library = "#!lua name=mylib\nredis.register_function('one', function() return 1 end)";
        await connections.ExecuteAsync(
            servers.Members[0], [RespCommand.Of("FUNCTION", "LOAD", Library)], deadline.Token);

        var outcome = await new ClusterFormer(connections, servers.Desired).FormAsync(deadline.Token);

        Assert.Equal(2, outcome.Done.OfType<FormationStep.CopyFunctions>().Count());
        Assert.Single(outcome.Observed.Live.Select(view => view.FunctionsDigest).Distinct());
        Assert.NotEqual("", outcome.Observed.Live.First().FunctionsDigest);
    }

    /// <summary>A kill runs no clean-up: the time for restoring is zero.</summary>
    private static async Task KilledAfterAsync(RedisServers servers, int steps, CancellationToken cancellationToken)
    {
        await using var connections = servers.Connect();
        int count = 0;
        var former = new ClusterFormer(connections, servers.Desired, new FormerOptions
        {
            RestoreTimeout = TimeSpan.Zero,
            StepDone = _ =>
            {
                if (Interlocked.Increment(ref count) >= steps) throw new KilledException();
            },
        });
        await Assert.ThrowsAsync<KilledException>(() => former.FormAsync(cancellationToken));
    }

    private sealed class KilledException : Exception;
}
