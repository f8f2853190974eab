using System.Collections.Immutable;
using Redis.Tests.Sentinel;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Ring.Serving;
using RedisInfra.Model.Sentinel;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Ring;

/// <summary>A shard with replicas is reached at whichever server is its master.</summary>
public sealed class ShardMastersTests : IAsyncLifetime
{
    private const string Shard = "cache-alpha-0";
    private static readonly Member s_shard = new(Shard, 0, 0, Shard, 6379);
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(2));
    private SentinelServers _set = null!;

    private CancellationToken Token => _deadline.Token;

    public async Task InitializeAsync() => _set = await SentinelServers.StartAsync(Token);

    public async Task DisposeAsync()
    {
        await _set.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task ConnectAsync_BeforeAndAfterAFailover_LeadsToTheMaster()
    {
        await using var masters = Masters();
        await using (var nodes = new ClusterConnections(masters, new ClusterAccess()))
            Assert.Equal("OK", await SendAsync(nodes, "SET", "a", "1"));
        await using var servers = new ClusterConnections(new DirectReach(), new ClusterAccess());
        string old = await RunIdAsync(servers, Member(0));

        await RedisCli("SENTINEL", "FAILOVER", SentinelServers.Name);
        await _set.UntilAsync(
            seen => seen.Master is { } master && master.Endpoint != Member(0).Endpoint
                && SentinelHealth.Check(seen).IsEmpty, Token);

        await using var after = new ClusterConnections(masters, new ClusterAccess());
        Assert.Equal("OK", await SendAsync(after, "SET", "a", "2"));
        Assert.NotEqual(old, await RunIdAsync(after, s_shard));
    }

    [Fact]
    public async Task ConnectAsync_TheMasterIsDown_SaysWhatTheOthersAre()
    {
        _set.Servers[0].Kill();
        await using var masters = Masters();

        var failed = await Assert.ThrowsAsync<IOException>(async () => await masters.ConnectAsync(s_shard, Token));

        Assert.Contains($"shard {Shard} has no master", failed.Message);
        Assert.Contains("cache-1: slave", failed.Message);
    }

    private ShardMasters Masters() => new(new DirectReach(), new ClusterAccess(),
        new Dictionary<string, ImmutableArray<Member>> { [Shard] = [Member(0), Member(1), Member(2)] });

    private Member Member(int i) => new($"cache-{i}", 0, i, "127.0.0.1", _set.Servers[i].Port);

    private async Task<string> SendAsync(ClusterConnections nodes, params string[] words) =>
        (await nodes.ExecuteAsync(s_shard, [RespCommand.Of(words)], Token))[0].Text;

    private async Task<string> RunIdAsync(ClusterConnections nodes, Member member) =>
        (await nodes.ExecuteAsync(member, [RespCommand.Of("INFO", "server")], Token))[0].Text
            .Split('\n').Single(line => line.StartsWith("run_id:", StringComparison.Ordinal));

    private Task<string> RedisCli(params string[] words) =>
        Servers.RedisCli.RunAsync(Token, ["-p", $"{_set.Sentinels[0].Port}", .. words]);
}
