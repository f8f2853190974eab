using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Departure;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Departure;
using RedisInfra.Model.Health;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Departure;

/// <summary>
/// Nine numbered members of three shards become six: the last three are all of the third shard, so that replicas of the
/// others carry it on.
/// </summary>
public sealed class ChangeOfShardTests : IAsyncLifetime
{
    private const int Keys = 2000;
    private const int TimeoutMs = 2000;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(300));
    private RedisServers _servers = null!;
    private ClusterConnections _connections = null!;
    private List<Member> _before = [];

    public async Task InitializeAsync()
    {
        _servers = await RedisServers.StartAsync(
            3, 2, "--appendonly", "yes", "--repl-diskless-sync-delay", "0", "--cluster-node-timeout", $"{TimeoutMs}",
            // No failover but those that are asked for.
            "--cluster-replica-no-failover", "yes");
        _connections = _servers.Connect();
        // The members of a shard stand beside one another, as the pods of one StatefulSet.
        _before = [.. _servers.Members.Select((member, pod) =>
            new Member($"cache-{pod}", pod / 3, pod % 3, member.Host, member.Port))];
        await new ClusterFormer(_connections, Cluster(_before)).FormAsync(_deadline.Token);
        await FillAsync();
    }

    public async Task DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _servers.DisposeAsync();
        _deadline.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)] // the one that is to change is its shard's master
    public async Task RunAsync_AllOfAShardLeave_OthersReplicasCarryItOnAndNoSlotMoves(int masterOfFirst)
    {
        if (masterOfFirst > 0) await PromoteAsync(masterOfFirst);
        var plan = await new ClusterDrainer(_connections, Request()).PlanAsync(_deadline.Token);
        Assert.Empty(plan.Refusals);

        var outcome = await new ClusterDrainer(_connections, Request()).RunAsync(_deadline.Token);

        Assert.Empty(outcome.Moves);
        await AssertDoneAsync();
    }

    [Fact]
    public async Task RunAsync_KilledAfterEachStep_TheNextRunFinishes()
    {
        for (int kill = 1; kill < 8; kill++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token);
            int done = 0;
            var options = new DrainOptions
            {
                StepDone = _ =>
                {
                    if (Interlocked.Increment(ref done) == 1) stop.Cancel();
                },
            };
            await using var own = _servers.Connect();
            try
            {
                await new ClusterDrainer(own, Request(), options).RunAsync(stop.Token);
                break;
            }
            catch (Exception exception) when (exception is OperationCanceledException or MoveStoppedException
                && !_deadline.IsCancellationRequested)
            {
                // The next one goes on, and is killed after its first step too.
            }
        }

        await new ClusterDrainer(_connections, Request()).RunAsync(_deadline.Token);

        await AssertDoneAsync();
    }

    private static DesiredCluster Cluster(IEnumerable<Member> members) =>
        DesiredCluster.Of("cache", members, TimeoutMs);

    private IEnumerable<Member> After() => ShardPlaces.Keep(
            [.. _before.Select(member => new ShardPlace(member.Name, member.Shard, member.Index))],
            [.. Enumerable.Range(0, 6).Select(pod => new ShardPlace($"cache-{pod}", pod / 2, pod % 2))])
        .Select(place => Named(place.Name) with { Shard = place.Shard, Index = place.Index });

    private DepartureRequest Request() => DepartureRequest.Of("cache", _before,
        _before.Skip(6).Select(member => member.Name).ToHashSet(),
        After().Where(member => member.Shard != Named(member.Name).Shard)
            .ToDictionary(member => member.Name, member => member.Shard));

    /// <summary>Six declared members of the declared shards, all keys, and nothing to form any more.</summary>
    private async Task AssertDoneAsync()
    {
        var outcome = await new ClusterFormer(_connections, Cluster(After())).FormAsync(_deadline.Token);

        Assert.Empty(ClusterHealth.Check(outcome.Observed));
        Assert.All(outcome.Observed.Live, view => Assert.Equal(6, view.Records.Length));
        foreach (var shard in outcome.Observed.Live.GroupBy(view => view.Member.Shard))
        {
            var master = Assert.Single(shard, view => !view.Self.Slots.IsEmpty);
            Assert.Equal(master.Self.Id, Assert.Single(shard, view => view != master).Self.Master);
        }
        Assert.Equal(Keys, outcome.Observed.Live.Where(view => view.Self.IsMaster).Sum(view => view.KeyCount));
        Assert.All(outcome.Observed.Live, view => Assert.True(view is
            { AllowsReplicaMigration: true, IsRoleKept: false }));
    }

    private Task PromoteAsync(int pod) => ManualFailover.RunAsync(_connections, _before[pod], async () =>
    {
        var observed = await _connections.ObserveAsync(Cluster(_before), _deadline.Token);
        return observed.Of(_before[pod]) is { Self.Slots.IsEmpty: false } && !ClusterHealth.Check(observed).Any();
    }, _deadline.Token);

    private async Task FillAsync()
    {
        var observed = await _connections.ObserveAsync(Cluster(_before), _deadline.Token);
        var keys = Enumerable.Range(0, Keys).Select(number => $"key:{number}").ToLookup(key =>
            observed.Live.Single(view => view.Self.Slots.Contains(KeySlot.Of(key))).Member.Name);
        foreach (var group in keys)
        {
            await _connections.ExecuteAsync(Named(group.Key),
                [.. group.Select(key => RespCommand.Of("SET", key, $"value of {key}"))], _deadline.Token);
        }
    }

    private Member Named(string name) => _before.Single(member => member.Name == name);

    private Task SendAsync(Member member, params string[] words) =>
        _connections.ExecuteAsync(member, [RespCommand.Of(words)], _deadline.Token);
}
