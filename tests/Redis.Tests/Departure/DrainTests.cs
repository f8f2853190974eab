using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Departure;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Departure;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Departure;

/// <summary>Members that leave a cluster of four shards with a replica each.</summary>
public sealed class DrainTests : IAsyncLifetime
{
    private const int Keys = 4000;

    /// <summary>A new node waits so long before it takes part (cluster.c, rejoin delay).</summary>
    private const int TimeoutMs = 2000;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(240));
    private RedisServers _servers = null!;
    private ClusterConnections _connections = null!;

    public async Task InitializeAsync()
    {
        _servers = await RedisServers.StartAsync(
            4, 1, "--cluster-allow-replica-migration", "no", "--appendonly", "yes", "--repl-diskless-sync-delay", "0",
            "--cluster-node-timeout", $"{TimeoutMs}",
            // No failover but those that are asked for.
            "--cluster-replica-no-failover", "yes");
        _connections = _servers.Connect();
        await new ClusterFormer(_connections, Desired).FormAsync(_deadline.Token);
        await FillAsync();
    }

    public async Task DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _servers.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task RunAsync_AShardLeaves_ItsKeysAreOnTheOthersAndItsMembersAreFresh()
    {
        var request = Leave("cache-3-0", "cache-3-1");
        var plan = await new ClusterDrainer(_connections, request).PlanAsync(_deadline.Token);
        var planned = Assert.IsType<RebalanceResult.Steps>(plan.Moves).Plan;

        var outcome = await new ClusterDrainer(_connections, request).RunAsync(_deadline.Token);

        Assert.Equal(4096, planned.Slots);
        Assert.Equal(planned.Slots, outcome.Moves.Sum(move => move.Slots.Count));
        Assert.Equal(planned.Keys, outcome.Moves.Sum(move => move.Keys));
        await AssertLeftAsync(outcome, request);
    }

    [Fact]
    public async Task RunAsync_MastersOfShardsThatStayLeave_TheirReplicasTakeOverAndNoSlotMoves()
    {
        var request = Leave("cache-0-0", "cache-2-1");
        var plan = await new ClusterDrainer(_connections, request).PlanAsync(_deadline.Token);

        var outcome = await new ClusterDrainer(_connections, request).RunAsync(_deadline.Token);

        Assert.IsType<RebalanceResult.Balanced>(plan.Moves);
        Assert.Empty(outcome.Moves);
        Assert.Single(outcome.Done.OfType<DepartureStep.HandOver>());
        await AssertLeftAsync(outcome, request);
        Assert.Equal(4096, outcome.Observed.Of(Named("cache-0-1"))!.Self.Slots.Count);
    }

    [Fact]
    public async Task RunAsync_KilledAfterEachStep_TheNextRunFinishes()
    {
        var request = Leave("cache-3-0", "cache-3-1", "cache-0-0");
        // Each third of them in an ordinary run: a round takes seconds.
        int stride = Environment.GetEnvironmentVariable("REDISINFRA_ALL_KILLS") is { Length: > 0 } ? 1 : 3;
        for (int kill = 1; kill < 40; kill += stride)
        {
            var (ended, said) = await KilledAfterAsync(request, kill);
            try
            {
                var outcome = await new ClusterDrainer(_connections, request).RunAsync(_deadline.Token);
                await AssertLeftAsync(outcome, request);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Assert.Fail($"killed after step {kill} ({said}): {exception}\n{await _servers.ViewsAsync()}");
            }
            if (ended) return;
            await new ClusterFormer(_connections, Desired).FormAsync(_deadline.Token);
            await new Rebalancer(_connections, new RebalanceRequest(Desired)).RunAsync(_deadline.Token);
        }
        Assert.Fail("it never came to its end");
    }

    /// <summary>What the pods of kept claims would be when they come again.</summary>
    [Fact]
    public async Task RunAsync_ThenAMemberRestartsFromItsFiles_ItIsAloneAndEmpty()
    {
        var request = Leave("cache-3-0", "cache-3-1");
        await new ClusterDrainer(_connections, request).RunAsync(_deadline.Token);

        foreach (var member in request.Leaving)
        {
            _servers.Of(member).Kill();
            _servers.Of(member).Restart();
            await _servers.Of(member).WaitUntilListeningAsync(_deadline.Token);
        }

        foreach (var member in request.Leaving)
        {
            // It may still load its file.
            while (await _connections.ObserveAsync(member, _deadline.Token) is not NodeView.Live)
                await Task.Delay(20, _deadline.Token);
            var view = await ViewAsync(member);
            Assert.True(view is { KeyCount: 0, Records.Length: 1, Self: { IsMaster: true, Slots.IsEmpty: true } });
        }
    }

    [Fact]
    public async Task RunAsync_FewerThanThreeMastersWouldStay_RefusesAndTouchesNothing()
    {
        var request = Leave("cache-3-0", "cache-3-1", "cache-2-0", "cache-2-1");
        string before = ClusterFingerprint.Of(await _connections.ObserveAsync(Desired, _deadline.Token));

        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => new ClusterDrainer(_connections, request).RunAsync(_deadline.Token));

        Assert.Contains(refused.Diagnostics, found => found.Code == "RI3301");
        Assert.Equal(before,
            ClusterFingerprint.Of(await _connections.ObserveAsync(Desired, _deadline.Token)));
    }

    [Fact]
    public async Task RunAsync_TheOthersHaveNoRoom_RefusesBeforeAShardIsHandedOver()
    {
        foreach (var member in _servers.Members.Where(member => member.Shard < 3))
            await SendAsync(member, "CONFIG", "SET", "maxmemory", "1mb");
        var request = Leave("cache-3-0", "cache-3-1", "cache-0-0");

        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => new ClusterDrainer(_connections, request).RunAsync(_deadline.Token));

        Assert.Contains(refused.Diagnostics, found => found.Code == "RI3206");
        Assert.True((await ViewAsync(Named("cache-0-0"))).Self.IsMaster);
    }

    [Fact]
    public async Task RunAsync_TheClusterIsNotTheOneThatWasShown_Refuses()
    {
        var request = Leave("cache-3-0", "cache-3-1");
        var options = new DrainOptions { ExpectedFingerprint = "0123456789abcdef" };

        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => new ClusterDrainer(_connections, request, options).RunAsync(_deadline.Token));

        Assert.Equal("RI3311", Assert.Single(refused.Diagnostics).Code);
    }

    [Fact]
    public async Task RunAsync_AReplicaThatLeavesIsDown_TheOthersForgetItAndItIsNamed()
    {
        var request = Leave("cache-1-1");
        _servers.Of(Named("cache-1-1")).Kill();

        var outcome = await new ClusterDrainer(_connections, request).RunAsync(_deadline.Token);

        Assert.Equal("cache-1-1", Assert.Single(outcome.Unreached).Name);
        Assert.All(outcome.Observed.Live, view => Assert.Equal(7, view.Records.Length));
    }

    private async Task AssertLeftAsync(DrainOutcome outcome, DepartureRequest request)
    {
        int stay = request.Staying.Members.Count();
        var masters = new List<SlotSet>();
        foreach (var member in request.Staying.Members)
        {
            var view = await ViewAsync(member);
            Assert.Equal(stay, view.Records.Length);
            if (view.Self.IsMaster) masters.Add(view.Self.Slots);
        }
        Assert.Equal(16384, masters.Sum(slots => slots.Count));
        Assert.InRange(masters.Max(slots => slots.Count) - masters.Min(slots => slots.Count), 0, 1);
        foreach (var member in request.Leaving)
        {
            var view = outcome.Observed.Of(member)!;
            Assert.True(view is { KeyCount: 0, Records.Length: 1, Self: { IsMaster: true, Slots.IsEmpty: true } });
        }
        long keys = 0;
        foreach (var member in request.Staying.Members)
        {
            var view = await ViewAsync(member);
            if (view.Self.IsMaster) keys += view.KeyCount;
        }
        Assert.Equal(Keys, keys);
    }

    private async Task<(bool Ended, string Said)> KilledAfterAsync(DepartureRequest request, int steps)
    {
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token);
        int done = 0;
        var options = new DrainOptions
        {
            StepDone = _ =>
            {
                if (Interlocked.Increment(ref done) == steps) kill.Cancel();
            },
        };
        await using var own = _servers.Connect();
        try
        {
            await new ClusterDrainer(own, request, options).RunAsync(kill.Token);
            return (done < steps, "it ended");
        }
        catch (Exception exception) when (exception is OperationCanceledException or MoveStoppedException
            && !_deadline.IsCancellationRequested)
        {
            return (false, exception.Message);
        }
    }

    private async Task FillAsync()
    {
        var observed = await _connections.ObserveAsync(Desired, _deadline.Token);
        var keys = Enumerable.Range(0, Keys).Select(number => $"key:{number}").ToLookup(key =>
            observed.Live.Single(view => view.Self.Slots.Contains(KeySlot.Of(key))).Member.Name);
        foreach (var group in keys)
        {
            await _connections.ExecuteAsync(Named(group.Key),
                [.. group.Select(key => RespCommand.Of("SET", key, $"value of {key}"))], _deadline.Token);
        }
    }

    private DesiredCluster Desired => DesiredCluster.Of("cache", _servers.Members, TimeoutMs);

    private DepartureRequest Leave(params string[] names) =>
        DepartureRequest.Of("cache", _servers.Members, names.ToHashSet(StringComparer.Ordinal));

    private Member Named(string name) => _servers.Members.Single(member => member.Name == name);

    private async Task<NodeView.Live> ViewAsync(Member member) =>
        Assert.IsType<NodeView.Live>(await _connections.ObserveAsync(member, _deadline.Token));

    private Task SendAsync(Member member, params string[] words) =>
        _connections.ExecuteAsync(member, [RespCommand.Of(words)], _deadline.Token);
}
