using System.Globalization;
using Redis.Tests.Commands;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Sentinel;
using RedisInfra.Model.Sentinel;

namespace Redis.Tests.Sentinel;

/// <summary><c>redisinfra sentinel …</c> as a user runs it, and a handover under writes.</summary>
public sealed class SentinelCommandTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(240));
    private SentinelServers _set = null!;

    public async Task InitializeAsync() => _set = await SentinelServers.StartAsync(_deadline.Token);

    public async Task DisposeAsync()
    {
        await _set.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task Handover_WhileClientsWrite_LosesNoAcknowledgedWrite()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token);
        string old = SentinelServers.At(_set.Servers[0]);
        var writing = WriteAsync(old, end.Token);
        var set = await _set.UntilAsync(_ => true, _deadline.Token);

        var done = await new SentinelHandover(_set.Nodes).RunAsync(set, _deadline.Token);
        await end.CancelAsync();
        int acknowledged = await writing;

        var counted = await _set.Nodes.AskServerAsync(done.To, _deadline.Token, "LLEN", "written");
        var role = await _set.Nodes.AskServerAsync(old, _deadline.Token, "ROLE");
        Assert.True(acknowledged > 0, "nothing was written");
        Assert.InRange(counted.Integer, acknowledged, acknowledged + 1); // the last one's reply may be lost
        Assert.Equal("slave", role.Items[0].Text);
        Assert.NotEqual(old, done.To);
    }

    [Fact]
    public async Task Handover_AReplicaStallsAfterTheLook_StopsAndWritesGoOn()
    {
        string old = SentinelServers.At(_set.Servers[0]);
        var set = await _set.UntilAsync(_ => true, _deadline.Token);
        _set.Servers[1].Suspend();

        var stopped = await Assert.ThrowsAsync<SentinelStoppedException>(
            () => new SentinelHandover(_set.Nodes).RunAsync(set, _deadline.Token));
        var written = await _set.Nodes.AskServerAsync(old, _deadline.Token, "SET", "key", "value");
        _set.Servers[1].Continue();

        Assert.Contains("The master is who it was, and takes writes.", stopped.Message);
        Assert.Equal("OK", written.Text);
    }

    [Fact]
    public async Task CheckFailoverAndPrune_ASentinelAndAReplicaAreGone_ForgetsThem()
    {
        var good = await RunAsync("check", "--json");
        _set.Sentinels[2].Kill();
        _set.Servers[2].Kill();
        await _set.UntilAsync(seen => PruneRules.Stale(seen).Length == 2, _deadline.Token);
        var bad = await RunAsync("check", "--json");
        var unasked = await RunAsync("prune");
        var pruned = await RunAsync("prune", "--yes", "--json");
        var clean = await RunAsync("check", "--json");
        var again = await RunAsync("prune", "--json");
        var moved = await RunAsync("failover", "--yes", "--json");

        Assert.Equal((0, 1, 2, 0, 0, 0, 0), (good.ExitCode, bad.ExitCode, unasked.ExitCode, pruned.ExitCode,
            clean.ExitCode, again.ExitCode, moved.ExitCode));
        Assert.True(good.Json.GetProperty("ok").GetBoolean(), good.Out);
        Assert.Contains("RI3507", bad.Out);
        Assert.Contains("RI3509", bad.Out);
        Assert.Equal(2, pruned.Json.GetProperty("forgotten").GetArrayLength());
        Assert.Equal(2, clean.Json.GetProperty("sentinels").GetArrayLength());
        Assert.Equal(0, again.Json.GetProperty("forgotten").GetArrayLength());
        Assert.Equal(SentinelServers.At(_set.Servers[1]), moved.Json.GetProperty("to").GetString());
    }

    [Fact]
    public async Task Check_NoSentinelOrAnotherName_IsRefused()
    {
        var server = await CommandLine.RunAsync(
            _deadline.Token, "sentinel", "check", "--nodes", SentinelServers.At(_set.Servers[0]));
        var named = await RunAsync("check", "--master", "orders");

        Assert.Equal((2, 2), (server.ExitCode, named.ExitCode));
        Assert.Contains("RI3501 sentinel", server.Error);
        Assert.Contains("RI3500 the Sentinels: they watch \"cache\", but \"orders\" is asked for", named.Error);
    }

    /// <summary>How many writes were acknowledged, until the server takes no more.</summary>
    private async Task<int> WriteAsync(string endpoint, CancellationToken cancellationToken)
    {
        // Connections of its own: whoever writes waits while writes are held back.
        await using var connections = new ClusterConnections(new DirectReach(), new ClusterAccess());
        var nodes = new SentinelNodes(connections, connections);
        for (int written = 0; ; written++)
        {
            try
            {
                await nodes.AskServerAsync(endpoint, cancellationToken, "RPUSH", "written",
                    written.ToString(CultureInfo.InvariantCulture));
            }
            catch (Exception failed) when (failed is RedisErrorException or RedisConnectionException
                or OperationCanceledException)
            {
                return written;
            }
        }
    }

    private Task<CommandLine> RunAsync(string verb, params string[] more) => CommandLine.RunAsync(
        _deadline.Token, ["sentinel", verb, "--nodes", _set.AnySentinel, .. more]);
}
