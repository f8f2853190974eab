using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Ring;
using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;

namespace Redis.Tests.Ring;

/// <summary>A pool of four servers, two more that may join it, a proxy, and keys of every kind.</summary>
public abstract class RingScene : IAsyncLifetime
{
    protected const int Keys = 3000;
    private const int BigBytes = 3_000_000;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(10));

    protected PlainServers Servers { get; private set; } = null!;

    protected ProxySwitch Proxies { get; private set; } = null!;

    protected RingWriters Writers { get; private set; } = null!;

    protected RingPool Four { get; private set; } = null!;

    /// <summary>What it becomes.</summary>
    protected RingPool Six { get; private set; } = null!;

    protected CancellationToken Token => _deadline.Token;

    public abstract Task InitializeAsync();

    public async Task DisposeAsync()
    {
        Proxies?.Dispose();
        if (Servers is not null) await Servers.DisposeAsync();
        _deadline.Dispose();
    }

    protected async Task BeginAsync(
        PlainServerOptions options, Func<RingPool, RingPool>? old = null, Func<RingPool, RingPool>? young = null)
    {
        Servers = await PlainServers.StartAsync(6, Token, options);
        (Four, Six) = ((old ?? (pool => pool))(Servers.Pool(4)), (young ?? (pool => pool))(Servers.Pool(6)));
        Proxies = new ProxySwitch(Servers.Folder);
        await Proxies.ServeAsync(Four, Token);
        await FillAsync();
        Writers = new RingWriters(() => Proxies.Current);
    }

    protected async Task FillAsync()
    {
        await using var client = await Nutcracker.ConnectAsync(Four, Token);
        for (int i = 0; i < Keys; i++)
        {
            string[] words = (i % 4) switch
            {
                0 => ["SET", $"cold:{i}", $"{i}"],
                1 => ["SET", $"cold:{i}", $"{i}", "EX", "5000"],
                2 => ["RPUSH", $"cold:{i}", "a", $"{i}"],
                _ => ["HSET", $"cold:{i}", "f", $"{i}"],
            };
            await client.ExecuteAsync(RespCommand.Of(words), Token);
        }
        for (int i = 0; i < 8; i++)
            await client.ExecuteAsync(Token, "SET", $"big:{i}", new string((char)('a' + i), BigBytes));
    }

    protected async Task MoveAsync(RingPool next)
    {
        await Proxies.PrepareAsync(next, Token);
        var change = RingChange.Of(Proxies.Current, next);
        var outcome = await RunAsync(next, new RingMoveOptions());
        Proxies.Settle();
        Assert.Equal(RingMoveResult.Moved, outcome.Result);
        int least = Cold.Count(key => Moves(change, key));
        int most = least + Writers.Keys.Count(key => Moves(change, key));
        Assert.InRange(outcome.Keys, least, most);
    }

    protected static IEnumerable<string> Cold =>
        Enumerable.Range(0, Keys).Select(i => $"cold:{i}").Concat(Enumerable.Range(0, 8).Select(i => $"big:{i}"));

    protected static bool Moves(RingChange change, string key)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(key);
        return change.OldOwner(bytes) != change.NewOwner(bytes);
    }

    /// <summary>A run that breaks off, or comes to its end before.</summary>
    protected async Task BrokenAsync(RingPool next, IMemberReach reach, RingMoveOptions? options = null)
    {
        await using var nodes = Servers.Connect(reach);
        try
        {
            await Mover(nodes, reach, next, options: options).RunAsync(Token);
        }
        catch (Exception exception) when (exception is RingMoveStoppedException or DiagnosticException)
        {
            // As meant.
        }
    }

    protected async Task FinishAsync(RingPool next)
    {
        var from = next == Six ? Four : Six;
        await using var nodes = Servers.Connect();
        await Mover(nodes, nodes.Reach, next, from).RunAsync(Token);
        Proxies.Settle();
    }

    protected async Task<RingMoveOutcome> RunAsync(RingPool next, RingMoveOptions options)
    {
        await using var nodes = Servers.Connect();
        return await Mover(nodes, nodes.Reach, next, options: options).RunAsync(Token);
    }

    protected RingMover Mover(
        INodes nodes, IMemberReach reach, RingPool next, RingPool? from = null, RingMoveOptions? options = null) =>
        new(nodes, reach, Servers.Change(from ?? Proxies.Current, next), Proxies, options);

    protected async Task AssertRefusedAsync(params string[] codes)
    {
        await using var nodes = Servers.Connect();
        var options = new RingMoveOptions { WaitForOthers = TimeSpan.Zero };
        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => Mover(nodes, nodes.Reach, Six, options: options).RunAsync(Token));
        Assert.Equal(codes.Order(), refused.Diagnostics.Select(found => found.Code).Order());
    }

    protected async Task AssertAllAsync()
    {
        await AssertPlacesAsync(Proxies.Current);
        await using var client = await Nutcracker.ConnectAsync(Proxies.Current, Token);
        await Writers.AssertAllAsync(client, Token);
        for (int i = 0; i < Keys; i++)
        {
            string key = $"cold:{i}";
            string found = (i % 4) switch
            {
                2 => (await client.ExecuteAsync(Token, "LINDEX", key, "1")).Text,
                3 => (await client.ExecuteAsync(Token, "HGET", key, "f")).Text,
                _ => (await client.ExecuteAsync(Token, "GET", key)).Text,
            };
            Assert.Equal((key, $"{i}"), (key, found));
            if (i % 4 == 1)
                Assert.InRange((await client.ExecuteAsync(Token, "TTL", key)).Integer, 3000, 5000);
        }
        for (int i = 0; i < 8; i++)
        {
            string big = (await client.ExecuteAsync(Token, "GET", $"big:{i}")).Text;
            Assert.True(big.Length == BigBytes && big.All(c => c == 'a' + i), $"big:{i}");
        }
    }

    /// <summary>Every key is at its one server, and nothing of a move is left.</summary>
    protected async Task AssertPlacesAsync(RingPool pool)
    {
        var change = Servers.Change(pool == Four ? Six : Four, pool);
        await using var nodes = Servers.Connect();
        var reports = await new RingVerifier(nodes, change).RunAsync(Token);
        Assert.All(reports, report => Assert.Equal((report.Member.Name, 0L), (report.Member.Name, report.Wrong)));
        for (int i = 0; i < 6; i++)
            Assert.Equal(0, (await Servers.SendAsync(i, Token, "EXISTS", RingMoveMark.Key)).Integer);
    }
}
