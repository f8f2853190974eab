using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Migration;

/// <summary>What must not be done, or can't work, is refused before anything is touched.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private MoveCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await MoveCluster.StartAsync(access: new ClusterAccess());

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task RunAsync_BelowThreeMasters_IsRefused()
    {
        var remaining = DesiredCluster.Remaining("cache", _cluster.Members.Where(member => member.Shard < 2));
        var request = new RebalanceRequest(remaining)
        {
            Leaving = [.. _cluster.Members.Where(member => member.Shard >= 2)],
        };

        await RefusedAsync("RI3201", request);
    }

    /// <summary>Hazard 10.</summary>
    [Theory]
    [InlineData("noeviction")]
    [InlineData("allkeys-lru")]
    public async Task RunAsync_NoRoomAtTheDestination_IsRefused(string policy)
    {
        await _cluster.Keys.FillAsync(2000);
        var destination = _cluster.Master(3);
        var info = InfoText.Parse((await _cluster.SendAsync(destination, "INFO", "memory")).Text);
        await _cluster.SendAsync(destination, "CONFIG", "SET", "maxmemory", $"{info.Number("used_memory") + 300_000}",
            "maxmemory-policy", policy);

        await RefusedAsync("RI3206", _cluster.Out);
    }

    /// <summary>Hazard 9.</summary>
    [Fact]
    public async Task RunAsync_AKeyTooBig_IsRefused()
    {
        await _cluster.SendAsync(_cluster.Master(0), "SET", "{06S}", new string('x', 3_000_000));
        var request = _cluster.Out with
        {
            Desired = _cluster.Desired(4).WithWeights([0, 1, 1, 1]), Limits = new() { MaxKeyBytes = 2_000_000 },
        };

        await RefusedAsync("RI3207", request);
    }

    [Fact]
    public async Task RunAsync_AnotherTopologyThanPlannedFor_IsRefused() =>
        await RefusedAsync("RI3253", _cluster.Out, new MoveOptions { ExpectedFingerprint = "0123456789abcdef" });

    [Fact]
    public async Task RunAsync_SomebodyElseMovesSlots_IsRefused()
    {
        string tag = await _cluster.UnusedTagAsync(_cluster.Master(0));
        await _cluster.OpenAsync(KeySlot.Of(tag), _cluster.Master(0), _cluster.Master(1));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_cluster.Token);
        await using var theirs = _cluster.Servers.Connect();
        var other = MoveOnAsync(theirs, _cluster.Master(0), $"{{{tag}}}", end.Token);

        await RefusedAsync("RI3252", _cluster.Out);

        await end.CancelAsync();
        await other;
    }

    [Fact]
    public async Task RunAsync_WrongPassword_IsRefused()
    {
        await using var nodes = _cluster.Servers.Connect(new ClusterAccess { Password = "wrong" });

        await RefusedAsync("RI3002", _cluster.Out, nodes: nodes);
    }

    [Fact]
    public async Task RunAsync_AMemberDoesNotAnswer_NothingIsTouched()
    {
        _cluster.Servers.Of(_cluster.Master(2)).Kill();
        var watch = _cluster.Watch();

        var stopped = await Assert.ThrowsAsync<MoveStoppedException>(() => _cluster.MoveAsync(
            _cluster.Out, new MoveOptions { StallTimeout = TimeSpan.FromSeconds(3) }, watch));

        Assert.Contains("Nothing was changed", stopped.Message);
        Assert.Contains("cache-2-0", stopped.Message);
        OnlyRead(watch);
    }

    [Fact]
    public async Task RunAsync_NotACluster_IsRefused()
    {
        string folder = Directory.CreateTempSubdirectory("redisinfra-test-").FullName;
        int port = FreePorts.Next();
        using var alone = RedisServer.Start(folder, port, "--port", $"{port}", "--save", "", "--bind", "127.0.0.1");
        await alone.WaitUntilListeningAsync(_cluster.Token);
        var members = _cluster.Members.Select(member => member.Shard == 3 ? member with { Port = port } : member);

        await using var nodes = _cluster.Servers.Connect();

        await RefusedAsync("RI3003", new(DesiredCluster.Of("cache", members)), nodes: nodes);

        alone.Kill();
        Directory.Delete(folder, recursive: true);
    }

    private async Task RefusedAsync(
        string code, RebalanceRequest request, MoveOptions? options = null, INodes? nodes = null)
    {
        string before = ClusterFingerprint.Of(await _cluster.ObserveAsync());
        var watch = new WatchedNodes(nodes ?? _cluster.Nodes);

        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => _cluster.MoveAsync(request, options, watch));

        Assert.Contains(refused.Diagnostics, diagnostic => diagnostic.Code == code);
        Assert.Equal(before, ClusterFingerprint.Of(await _cluster.ObserveAsync()));
        OnlyRead(watch);
    }

    private static void OnlyRead(WatchedNodes watch) => Assert.DoesNotContain(watch.Sent, sent =>
        sent.Is("CLUSTER", "SETSLOT") || sent.Is("MIGRATE") || sent.Is("CONFIG", "SET")
        || sent.Is("FUNCTION", "LOAD"));

    /// <summary>As another tool does: MIGRATE after MIGRATE.</summary>
    private static async Task MoveOnAsync(
        INodes nodes, Member at, string key, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await nodes.SendAsync(at, [RespCommand.Of("MIGRATE", "127.0.0.1", "1", "", "0", "10", "KEYS", key)],
                default, CancellationToken.None);
            await Task.Delay(50, CancellationToken.None);
        }
    }
}
