using System.Text;
using Redis.Tests.Servers;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Model.Ring;

namespace Redis.Tests.Ring;

/// <summary>A ring's keys move there and back, whatever servers there are and whatever changes in the ring.</summary>
public sealed class RingMatrixTests : RingScene
{
    private string _step = "";

    private RingMoveOptions Following => new() { Progress = progress => _step = progress.Step };

    public override Task InitializeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("password")]
    [InlineData("TLS")]
    [InlineData("password and TLS")]
    public async Task RunAsync_ServersWithAccess_LosesNothing(string kind)
    {
        bool hasPassword = kind.Contains("password", StringComparison.Ordinal);
        await BeginAsync(
            new PlainServerOptions
            {
                Password = hasPassword ? Nutcracker.Password : null,
                HasTls = kind.Contains("TLS", StringComparison.Ordinal),
            },
            pool => pool with { HasPassword = hasPassword }, pool => pool with { HasPassword = hasPassword });
        await ThereAndBackAsync();
    }

    [NewerServersTheory]
    [InlineData("8.0")]
    [InlineData("8.6")]
    [InlineData("valkey")]
    public async Task RunAsync_NewerServers_LosesNothing(string version)
    {
        await BeginAsync(new PlainServerOptions { Version = version });
        await ThereAndBackAsync();
    }

    /// <summary>Where a server gives and gets nobody waits: MIGRATE and RESTORE would have to as well.</summary>
    [Theory]
    [InlineData("modula")]
    [InlineData("hash")]
    [InlineData("weights")]
    public async Task RunAsync_AnotherRing_LosesNothing(string what)
    {
        await BeginAsync(new PlainServerOptions(),
            pool => what == "modula" ? pool with { Distribution = RingDistribution.Modula } : pool,
            pool => what switch
            {
                "modula" => pool with { Distribution = RingDistribution.Modula },
                "hash" => pool with { Hash = RingHash.Murmur },
                _ => pool with
                {
                    Servers = [.. pool.Servers.Select((server, i) => server with { Weight = i == 0 ? 4 : 1 })],
                },
            });
        await ThereAndBackAsync();
    }

    /// <summary>What is emptied stays empty: no copy comes back, and what is written afterwards is there.</summary>
    [Fact]
    public async Task RunAsync_AServerIsEmptiedMeanwhile_ItsKeysAreGone()
    {
        await BeginAsync(new PlainServerOptions());
        await Proxies.PrepareAsync(Six, Token);
        var change = RingChange.Of(Four, Six);
        int emptied = change.Members.Select((member, i) => (member, i)).First(one => one.member.Name == "cache-0").i;
        bool WasThere(string key) => change.OldOwner(Encoding.UTF8.GetBytes(key)) == emptied;
        string again = Cold.First(key => WasThere(key) && Moves(change, key));
        await using var nodes = Servers.Connect();
        var altered = new AlteredNodes(nodes, IsBeforePause, async () =>
        {
            await Servers.SendAsync(0, Token, "FLUSHALL");
            await Servers.SendAsync(0, Token, "SET", again, "afterwards");
        });

        await Mover(altered, nodes.Reach, Six, options: Following).RunAsync(Token);

        Proxies.Settle();
        Assert.True(altered.IsDone);
        await AssertPlacesAsync(Six);
        await using var client = await Nutcracker.ConnectAsync(Proxies.Current, Token);
        foreach (string key in Cold)
        {
            long isThere = (await client.ExecuteAsync(Token, "EXISTS", key)).Integer;
            Assert.Equal((key, WasThere(key) && key != again ? 0 : 1), (key, isThere));
        }
        Assert.Equal("afterwards", (await client.ExecuteAsync(Token, "GET", again)).Text);
    }

    [Fact]
    public async Task RunAsync_ClientsAreFasterThanTheCopy_StopsBeforeProxiesDo()
    {
        await BeginAsync(new PlainServerOptions());
        await Proxies.PrepareAsync(Six, Token);
        string[] moving = [.. Cold.Where(key => key.StartsWith("cold", StringComparison.Ordinal)
            && Moves(RingChange.Of(Four, Six), key))];
        await using var nodes = Servers.Connect();
        // More than are carried over in a moment change just before writers are to wait, which they may for no time.
        var altered = new AlteredNodes(nodes, IsBeforePause, async () =>
        {
            await using var client = await Nutcracker.ConnectAsync(Four, Token);
            await client.ExecuteManyAsync([.. moving.Select(key => RespCommand.Of("PERSIST", key)),
                .. moving.Select(key => RespCommand.Of("EXPIRE", key, "4000"))], Token);
        });
        var options = Following with { MaxPause = TimeSpan.Zero, SettleTimeout = TimeSpan.Zero };

        var stopped = await Assert.ThrowsAsync<RingMoveStoppedException>(
            () => Mover(altered, nodes.Reach, Six, options: options).RunAsync(Token));

        Assert.True(moving.Length > 300, $"only {moving.Length} keys move");
        Assert.Contains("RI3451", stopped.Message);
        Assert.Equal(0, Proxies.Stops);
        await FinishAsync(Six);
        await AssertPlacesAsync(Six);
        await using var after = await Nutcracker.ConnectAsync(Six, Token);
        foreach (string key in moving)
            Assert.InRange((await after.ExecuteAsync(Token, "TTL", key)).Integer, 3000, 4000);
    }

    [Fact]
    public async Task RunAsync_SomebodyWritesPastTheNewProxies_SaysSo()
    {
        await BeginAsync(new PlainServerOptions());
        await Proxies.PrepareAsync(Six, Token);
        string key = Enumerable.Range(0, 100).Select(i => $"past:{i}")
            .First(key => new KeyRing(Six).Of(key).Name != "cache-0");
        await using var nodes = Servers.Connect();
        // After everything that had moved was deleted, it looks at all servers once more.
        var altered = new AlteredNodes(nodes,
            command => _step == "deleting what has moved" && command.Name == "INFO",
            () => Servers.SendAsync(0, Token, "SET", key, "x"));

        var stopped = await Assert.ThrowsAsync<RingMoveStoppedException>(
            () => Mover(altered, nodes.Reach, Six, options: Following).RunAsync(Token));

        Assert.Contains("RI3453", stopped.Message);
        Assert.Contains(key, stopped.Message);
        await FinishAsync(Six);
        await AssertAllAsync();
    }

    /// <summary>All is copied, and servers are about to note that proxies may be stopped.</summary>
    private bool IsBeforePause(RespCommand command) => _step == "following changes" && command.Name == "HSET";

    private async Task ThereAndBackAsync()
    {
        Writers.Start();
        await MoveAsync(Six);
        await MoveAsync(Four);
        await Writers.StopAsync(Token);
        await AssertAllAsync();
    }
}
