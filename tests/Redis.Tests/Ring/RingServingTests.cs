using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Ring;
using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Admin.Ring.Serving;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;

namespace Redis.Tests.Ring;

/// <summary>A pool's ring changes as a deployment changes it: its proxies stay, and ask the servers.</summary>
public sealed class RingServingTests : IAsyncLifetime
{
    private const string KillsVariable = "REDISINFRA_KILLS";
    private const int FewKills = 10;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(10));
    private PlainServers _servers = null!;
    private FencedProxies _proxies = null!;
    private RingWriters _writers = null!;
    private RingPool _four = null!;
    private RingPool _six = null!;

    private CancellationToken Token => _deadline.Token;

    public async Task InitializeAsync()
    {
        _servers = await PlainServers.StartAsync(6, Token, new PlainServerOptions { KeepsKeys = true });
        (_four, _six) = (_servers.Pool(4), _servers.Pool(6));
        _proxies = new FencedProxies(_servers, _four);
        await RunAsync(_four, new DirectReach());
        await _proxies.StartAsync(Token);
        _writers = new RingWriters(() => _proxies.Current);
    }

    public async Task DisposeAsync()
    {
        _proxies.Dispose();
        await _servers.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task RunAsync_OutAndIn_EveryKeyIsAsItWasAcknowledged_AndNothingIsLeftToDo()
    {
        _writers.Start();

        foreach (var next in new[] { _six, _four })
        {
            var outcome = Assert.Single(await RunAsync(next, new DirectReach()));
            Assert.Equal(RingMoveResult.Moved, outcome.Result);
            await AssertServedAsync(next);
        }

        await _writers.StopAsync(Token);
        await AssertAllAsync(_four);
    }

    /// <summary>
    /// kill -9 of our process anywhere; the next run continues, or the ring was set back in between.
    /// REDISINFRA_KILLS=30 for more.
    /// </summary>
    [Fact]
    public async Task RunAsync_KilledAnywhere_TheNextRunContinuesOrGoesBack()
    {
        int kills = int.TryParse(Environment.GetEnvironmentVariable(KillsVariable), out int many) ? many : FewKills;
        var random = new Random(20261127);
        var phases = new HashSet<RingMovePhase>();
        _writers.Start();
        for (int kill = 0; kill < kills; kill++)
        {
            var next = random.Next(2) == 0 ? _six : _four;
            await KilledAsync(next, random.Next(5, 250));
            phases.Add((await LookAsync(next)).Phase);
        }

        await RunAsync(_six, new DirectReach());
        await AssertServedAsync(_six);
        await _writers.StopAsync(Token);
        await AssertAllAsync(_six);
        Assert.True(phases.Count > 1, string.Join(' ', phases));
    }

    /// <summary>A proxy that can't be reached may serve on: nothing is switched, and the old ring is served.</summary>
    [Fact]
    public async Task RunAsync_AProxyCantBeStopped_TheOldRingIsServedOn_AndTheNextRunContinues()
    {
        _writers.Start();
        _proxies.Failures = 1;

        await Assert.ThrowsAsync<RingMoveStoppedException>(() => RunAsync(_six, new DirectReach()));

        Assert.True(_proxies.Serves);
        Assert.Equal(RingMovePhase.Stopping, (await LookAsync(_six)).Phase);
        await RunAsync(_six, new DirectReach());
        await _writers.StopAsync(Token);
        await AssertAllAsync(_six);
    }

    /// <summary>The ring was set back before anything was switched: copies go, and nothing else.</summary>
    [Fact]
    public async Task RunAsync_SetBackBeforeTheSwitch_GivesUp()
    {
        _writers.Start();
        for (int writes = 40; (await LookAsync(_four)).Phase != RingMovePhase.Copying; writes += 10)
            await KilledAsync(_six, writes);
        Assert.IsType<RingCourseStep.GiveUp>(Assert.Single((await LookAsync(_four)).Steps));

        await RunAsync(_four, new DirectReach());

        await AssertServedAsync(_four);
        await _writers.StopAsync(Token);
        await AssertAllAsync(_four);
        Assert.Equal(0, await KeysAsync(4) + await KeysAsync(5));
    }

    /// <summary>Servers that never said anything, and keys that another ring has put there.</summary>
    [Fact]
    public async Task LookAsync_KeysOfAnUnknownRing_Refused()
    {
        _writers.Start();
        while (_writers.Acknowledged < 100) await Task.Delay(20, Token);
        await _writers.StopAsync(Token);
        for (int i = 0; i < 6; i++) await _servers.SendAsync(i, Token, "DEL", RingFence.Key);

        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => LookAsync(_six));
        Assert.Equal("RI3466", Assert.Single(refused.Diagnostics).Code);

        // Who knows which ring it was moves them.
        await RunAsync(_six, new DirectReach(), assumed: _four);
        await AssertAllAsync(_six);
    }

    private async Task KilledAsync(RingPool next, int writes)
    {
        try
        {
            await RunAsync(next, new CutReach(writes));
        }
        catch (Exception exception) when (exception is IOException or RingMoveStoppedException
            or RedisInfra.Admin.Resp.RedisConnectionException or OperationCanceledException
            || (exception is DiagnosticException found && found.Diagnostics.All(one => one.Code == "RI3432")))
        {
            // Killed.
        }
    }

    private async Task<RingView> LookAsync(RingPool target)
    {
        await using var nodes = new ClusterConnections(new DirectReach(), new ClusterAccess());
        return await new RingServing(nodes, nodes.Reach, "pool \"cache\"", target)
            .LookAsync(_six.Servers, null, Token);
    }

    private async Task<IReadOnlyList<RingMoveOutcome>> RunAsync(
        RingPool target, IMemberReach reach, RingPool? assumed = null)
    {
        await using var nodes = new ClusterConnections(reach, new ClusterAccess());
        var serving = new RingServing(nodes, reach, "pool \"cache\"", target);
        var view = await serving.LookAsync(_six.Servers, assumed, Token);
        return await serving.RunAsync(view, _proxies, new RingMoveOptions(), Token);
    }

    private async Task AssertServedAsync(RingPool ring)
    {
        var fence = await _proxies.ReadAsync(Token);
        Assert.True(fence is { IsClosed: false, Other: null } && RingCourse.Same(fence.Ring, ring), $"{fence}");
        Assert.True(_proxies.Serves);
        Assert.Empty((await LookAsync(ring)).Steps);
    }

    private async Task AssertAllAsync(RingPool ring)
    {
        await using (var client = await Nutcracker.ConnectAsync(_proxies.Current, Token))
            await _writers.AssertAllAsync(client, Token);
        var reports = await new RingVerifier(_servers.Nodes, RingChange.Of(_six, ring)).RunAsync(Token);
        Assert.Equal(0, reports.Sum(report => report.Wrong));
    }

    private async Task<long> KeysAsync(int server) => (await _servers.SendAsync(server, Token, "DBSIZE")).Integer
        - (await _servers.SendAsync(server, Token, "EXISTS", RingFence.Key)).Integer;
}
