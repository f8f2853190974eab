using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Formation;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Formation;

/// <summary>Whole shards that join a cluster which stands.</summary>
public sealed class JoinTests : IAsyncLifetime
{
    /// <summary>A new node waits so long before it takes part (cluster.c, rejoin delay).</summary>
    private const int TimeoutMs = 1000;

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(240));
    private RedisServers _servers = null!;
    private ClusterConnections _connections = null!;

    public async Task InitializeAsync()
    {
        _servers = await RedisServers.StartAsync(4, 1, "--cluster-node-timeout", $"{TimeoutMs}",
            // A stall isn't a failover.
            "--cluster-replica-no-failover", "yes");
        _connections = _servers.Connect();
        await new ClusterFormer(_connections, Three).FormAsync(_deadline.Token);
    }

    public async Task DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _servers.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task FormAsync_AShardMoreThanStands_JoinsAsAnEmptyMasterWithItsReplica()
    {
        var outcome = await new ClusterFormer(_connections, Four).FormAsync(_deadline.Token);

        var (master, replica) = (outcome.Observed.Of(Fourth[0])!, outcome.Observed.Of(Fourth[1])!);
        Assert.True(master.Self is { IsMaster: true, Slots.IsEmpty: true });
        Assert.Equal(master.Self.Id, replica.Self.Master);
        Assert.All(outcome.Observed.Live, view => Assert.Equal(8, view.Records.Length));
        Assert.Equal(3, outcome.Observed.Live.Count(view => !view.Self.Slots.IsEmpty));
        Assert.All(outcome.Done.OfType<FormationStep.SetConfig>(), step => Assert.Equal(Fourth[0], step.Member));
        Assert.All(outcome.Observed.Live,
            view => Assert.Equal((TimeoutMs, 5), (view.NodeTimeoutMs, view.SyncDelaySec)));
        Assert.Equal(4, outcome.Observed.Live.Where(view => view.Self.IsMaster)
            .Select(view => view.Self.ConfigEpoch).Distinct().Count());
    }

    [Fact]
    public async Task FormAsync_KilledAfterEachStep_TheNextRunFinishes()
    {
        int steps = (await new ClusterFormer(_connections, Four).FormAsync(_deadline.Token)).Done.Length;
        Assert.InRange(steps, 8, 20);

        for (int kill = 1; kill <= steps; kill++)
        {
            await _servers.ResetAsync(_connections, _deadline.Token);
            foreach (var member in _servers.Members)
                await SendAsync(member, "CONFIG", "SET", "cluster-node-timeout", $"{TimeoutMs}");
            await new ClusterFormer(_connections, Three).FormAsync(_deadline.Token);
            await KilledAfterAsync(kill);

            var outcome = await new ClusterFormer(_connections, Four).FormAsync(_deadline.Token);

            Assert.True(outcome.Observed.Of(Fourth[0])!.Self.IsMaster, $"killed after step {kill}");
            Assert.Equal(outcome.Observed.Of(Fourth[0])!.Self.Id, outcome.Observed.Of(Fourth[1])!.Self.Master);
        }
    }

    /// <summary>As on a claim that was kept: it remembers a cluster that is gone, and no key.</summary>
    [Fact]
    public async Task FormAsync_AnEmptyMemberWithTheNodesConfOfAnEarlierLife_ComesAsAFreshNode()
    {
        await using var gone = await RedisServers.StartAsync(3, 0);
        await using (var others = gone.Connect())
        {
            // Not the cluster's former, which would want all of them declared.
            foreach (var member in gone.Members)
                await SendAsync(Fourth[0], "CLUSTER", "MEET", "127.0.0.1", $"{member.Port}");
            while ((await ViewAsync(Fourth[0])).Peers.Count() < 3) await Task.Delay(20, _deadline.Token);
        }
        var before = (await ViewAsync(Fourth[0])).Self.Id;
        foreach (var server in gone.Servers) server.Kill();
        while ((await ViewAsync(Fourth[0])).Peers.Any(record => record.IsConnected))
            await Task.Delay(20, _deadline.Token);

        var outcome = await new ClusterFormer(_connections, Four).FormAsync(_deadline.Token);

        Assert.Contains(outcome.Done, step => step is FormationStep.Reset);
        Assert.NotEqual(before, outcome.Observed.Of(Fourth[0])!.Self.Id);
        Assert.All(outcome.Observed.Live, view => Assert.Equal(8, view.Records.Length));
    }

    private DesiredCluster Three =>
        DesiredCluster.Of("cache", _servers.Members.Where(member => member.Shard < 3), TimeoutMs);

    private DesiredCluster Four => DesiredCluster.Of("cache", _servers.Members, TimeoutMs);

    private Member[] Fourth => [.. _servers.Members.Where(member => member.Shard == 3)];

    private async Task KilledAfterAsync(int steps)
    {
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token);
        int done = 0;
        var options = new FormerOptions
        {
            StepDone = _ =>
            {
                if (Interlocked.Increment(ref done) == steps) kill.Cancel();
            },
        };
        await using var own = _servers.Connect();
        try
        {
            await new ClusterFormer(own, Four, options).FormAsync(kill.Token);
        }
        catch (OperationCanceledException) when (!_deadline.IsCancellationRequested)
        {
            // As meant.
        }
    }

    private async Task<RedisInfra.Model.Observation.NodeView.Live> ViewAsync(Member member) =>
        Assert.IsType<RedisInfra.Model.Observation.NodeView.Live>(
            await _connections.ObserveAsync(member, _deadline.Token));

    private Task SendAsync(Member member, params string[] words) =>
        _connections.ExecuteAsync(member, [RespCommand.Of(words)], _deadline.Token);
}
