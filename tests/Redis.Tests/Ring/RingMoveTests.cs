using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Ring;
using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;

namespace Redis.Tests.Ring;

/// <summary>A ring's keys move while clients of a real nutcracker write and read.</summary>
public sealed class RingMoveTests : IAsyncLifetime
{
    private const string KillsVariable = "REDISINFRA_KILLS";
    private const int Keys = 3000;
    private const int BigBytes = 3_000_000;
    private const int FewKills = 5;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(10));
    private PlainServers _servers = null!;
    private ProxySwitch _proxies = null!;
    private RingWriters _writers = null!;
    private RingPool _four = null!;
    private RingPool _six = null!;

    private CancellationToken Token => _deadline.Token;

    public async Task InitializeAsync()
    {
        _servers = await PlainServers.StartAsync(6, Token, keepsKeys: true);
        (_four, _six) = (_servers.Pool(4), _servers.Pool(6));
        _proxies = new ProxySwitch(_servers.Folder);
        await _proxies.ServeAsync(_four, Token);
        await FillAsync();
        _writers = new RingWriters(_proxies);
    }

    public async Task DisposeAsync()
    {
        _proxies.Dispose();
        await _servers.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task RunAsync_FourToSixToFour_EveryKeyIsWhereItBelongsAndAsItWasAcknowledged()
    {
        _writers.Start();

        await MoveAsync(_six);
        await MoveAsync(_four);

        await _writers.StopAsync(Token);
        await AssertAllAsync();
    }

    /// <summary>kill -9 of our process anywhere; 30 times with REDISINFRA_KILLS=30 ./redisinfra test redis.</summary>
    [Fact]
    public async Task RunAsync_KilledAnywhere_TheNextRunContinues()
    {
        int kills = int.TryParse(Environment.GetEnvironmentVariable(KillsVariable), out int many) ? many : FewKills;
        var random = new Random(20261126);
        _writers.Start();
        for (int kill = 0; kill < kills; kill++)
        {
            var next = kill % 2 == 0 ? _six : _four;
            await _proxies.PrepareAsync(next, Token);
            await BrokenAsync(next, new CutReach(random.Next(20, 300)));
            await FinishAsync(next);
        }
        await _writers.StopAsync(Token);
        await AssertAllAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task RunAsync_AShardIsKilledMeanwhile_TheNextRunContinues(int server)
    {
        _writers.Start();
        await _proxies.PrepareAsync(_six, Token);
        await BrokenAsync(_six, new DirectReach(), new RingMoveOptions
        {
            Progress = progress =>
            {
                if (progress.Step == "following changes" && _proxies.Stops == 0) _servers.Servers[server].Kill();
            },
        });
        _servers.Servers[server].Restart();
        await _servers.Servers[server].WaitUntilListeningAsync(Token);

        await FinishAsync(_six);

        await _writers.StopAsync(Token);
        await AssertAllAsync();
    }

    [Fact]
    public async Task RunAsync_AProxyIsKilledMeanwhile_LosesNothing()
    {
        _writers.Start();
        await _proxies.PrepareAsync(_six, Token);
        await RunAsync(_six, new RingMoveOptions
        {
            Progress = progress =>
            {
                if (progress.Step == "following changes" && _proxies.Stops == 0) _proxies.KillOld(Token);
            },
        });
        _proxies.Settle();
        await _writers.StopAsync(Token);
        await AssertAllAsync();
    }

    /// <summary>Snapshots alone, the last of them long ago: what moved was on disk, and is when the run ends.</summary>
    [Fact]
    public async Task RunAsync_NewServersWithSnapshotsDieAfterwards_HaveWhatMoved()
    {
        int[] getters = [4, 5];
        foreach (int server in getters)
        {
            await _servers.SendAsync(server, Token, "CONFIG", "SET", "appendonly", "no");
            await _servers.SendAsync(server, Token, "CONFIG", "SET", "save", "3600 1000000");
        }

        await MoveAsync(_six);

        foreach (int server in getters) _servers.Servers[server].Kill();
        foreach (int server in getters)
        {
            _servers.Servers[server].Restart("--appendonly", "no");
            await _servers.Servers[server].WaitUntilListeningAsync(Token);
        }
        // The snapshots have the notes of the move as well, which is over.
        Assert.Equal(RingMoveResult.AlreadyDone,
            (await Mover(_servers.Nodes, new DirectReach(), _six, from: _four).RunAsync(Token)).Result);
        await AssertAllAsync();
    }

    /// <summary>
    /// A server comes back with the note of a move that is long over: nothing that was written since is taken for a
    /// copy of it.
    /// </summary>
    [Theory]
    [InlineData("copying")]
    [InlineData("switched")]
    public async Task RunAsync_ANoteOfLongAgo_DeletesNothing(string phase)
    {
        string fingerprint = Mover(_servers.Nodes, new DirectReach(), _six, _four).Fingerprint;
        string[] note = ["HSET", RingMoveMark.Key, "fingerprint", fingerprint, "phase", phase, "id", "long ago"];
        await MoveAsync(_six);
        await _servers.SendAsync(5, Token, note);

        var again = await Mover(_servers.Nodes, new DirectReach(), _six, from: _four).RunAsync(Token);

        Assert.Equal(RingMoveResult.AlreadyDone, again.Result);
        await AssertAllAsync();

        // With a key where neither ring puts it, or both could, it isn't guessed.
        string key = Enumerable.Range(0, 100).Select(i => $"stranger:{i}")
            .First(key => new KeyRing(_six).Of(key).Name != "cache-0");
        await _servers.SendAsync(0, Token, "SET", key, "x");
        await _servers.SendAsync(5, Token, note);
        foreach (bool isUndo in new[] { true, false })
        {
            var mover = Mover(_servers.Nodes, new DirectReach(), _six, from: _four);
            if (isUndo && phase == "switched") continue;
            var refused = await Assert.ThrowsAsync<DiagnosticException>(
                () => isUndo ? mover.UndoAsync(Token) : mover.RunAsync(Token));
            Assert.Equal("RI3447", Assert.Single(refused.Diagnostics).Code);
        }
        await _servers.SendAsync(0, Token, "DEL", key);
        await _servers.SendAsync(5, Token, "DEL", RingMoveMark.Key);
        await AssertAllAsync();
    }

    /// <summary>What can't be written stays where it was, and the next run ends it.</summary>
    [Fact]
    public async Task RunAsync_ANewServersDiskFails_KeepsWhatMovedUntilItWorks()
    {
        await _servers.SendAsync(5, Token, "CONFIG", "SET", "appendonly", "no");
        await _servers.SendAsync(5, Token, "CONFIG", "SET", "save", "3600 1000000");
        string dump = Path.Combine(_servers.Folder, $"{_servers.Servers[5].Port}", "dump.rdb");
        Directory.CreateDirectory(dump); // rename(2) doesn't put a file in its place.
        await _proxies.PrepareAsync(_six, Token);

        var stopped = await Assert.ThrowsAsync<RingMoveStoppedException>(() => RunAsync(_six, new RingMoveOptions()));

        Assert.Contains("RI3454", stopped.Message);
        Assert.True((await _servers.SendAsync(5, Token, "DBSIZE")).Integer > 1);
        Directory.Delete(dump);
        await FinishAsync(_six);
        await AssertAllAsync();
    }

    [Fact]
    public async Task UndoAsync_CopiedAndNotSwitched_LeavesTheOldRing()
    {
        await _proxies.PrepareAsync(_six, Token);
        await BrokenAsync(_six, new CutReach(90));

        var outcome = await Mover(_servers.Nodes, new DirectReach(), _six).UndoAsync(Token);

        Assert.Equal(RingMoveResult.Undone, outcome.Result);
        await AssertAllAsync();
        Assert.Equal(0, _proxies.Stops);
    }

    [Fact]
    public async Task RunAsync_DoneAlready_TouchesNothing()
    {
        await MoveAsync(_six);
        int stops = _proxies.Stops;

        var again = await Mover(_servers.Nodes, new DirectReach(), _six, from: _four).RunAsync(Token);

        Assert.Equal((RingMoveResult.AlreadyDone, stops), (again.Result, _proxies.Stops));
    }

    [Fact]
    public async Task RunAsync_CacheMode_LeavesNoKeyThatTheNewRingDoesNotLookFor()
    {
        await _proxies.PrepareAsync(_six, Token);
        var outcome = await RunAsync(_six, new RingMoveOptions { Mode = RingMoveMode.Cache });

        Assert.True(outcome is { Keys: > 0, Bytes: 0 });
        await AssertPlacesAsync(_six);
    }

    [Fact]
    public async Task RunAsync_Strangers_RefusesOrDropsThem()
    {
        string key = Enumerable.Range(0, 100).Select(i => $"stranger:{i}")
            .First(key => new KeyRing(_four).Of(key).Name != "cache-0");
        await _servers.SendAsync(0, Token, "SET", key, "x");
        await _servers.SendAsync(1, Token, "SELECT", "3");
        await _servers.SendAsync(1, Token, "SET", "x", "y");
        await _servers.SendAsync(1, Token, "SELECT", "0");
        await _servers.SendAsync(5, Token, "CONFIG", "SET", "maxmemory", "3mb");

        await AssertRefusedAsync("RI3441", "RI3443", "RI3442");

        await _servers.SendAsync(1, Token, "FLUSHALL", "ASYNC");
        await _servers.SendAsync(5, Token, "CONFIG", "SET", "maxmemory", "0");
        await _proxies.PrepareAsync(_six, Token);
        await RunAsync(_six, new RingMoveOptions { DropStrangers = true });
        await AssertPlacesAsync(_six);
    }

    [Fact]
    public async Task RunAsync_AnotherMoveOrRun_Refuses()
    {
        await _servers.SendAsync(2, Token, "HSET", RingMoveMark.Key, "fingerprint", "another", "phase", "copying");
        await AssertRefusedAsync("RI3444");
        await _servers.SendAsync(2, Token, "DEL", RingMoveMark.Key);
        await using var other = new ClusterConnections(new DirectReach(), new ClusterAccess());
        await other.NameAsync(_servers.Member(3), "redisinfra-ring:other", Token);
        await AssertRefusedAsync("RI3445");
        Assert.Equal(0, _proxies.Stops);
    }

    [Fact]
    public async Task UndoAsync_Switched_Refuses()
    {
        var mover = Mover(_servers.Nodes, new DirectReach(), _six);
        await _servers.SendAsync(
            2, Token, "HSET", RingMoveMark.Key, "fingerprint", mover.Fingerprint, "phase", "switched");

        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => mover.UndoAsync(Token));

        Assert.Equal("RI3446", Assert.Single(refused.Diagnostics).Code);
    }

    private async Task FillAsync()
    {
        await using var client = await Nutcracker.ConnectAsync(_four, Token);
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

    private async Task MoveAsync(RingPool next)
    {
        await _proxies.PrepareAsync(next, Token);
        var change = RingChange.Of(_proxies.Current, next);
        var outcome = await RunAsync(next, new RingMoveOptions());
        _proxies.Settle();
        Assert.Equal(RingMoveResult.Moved, outcome.Result);
        int least = Cold.Count(key => Moves(change, key));
        int most = least + _writers.Keys.Count(key => Moves(change, key));
        Assert.InRange(outcome.Keys, least, most);
    }

    private static IEnumerable<string> Cold =>
        Enumerable.Range(0, Keys).Select(i => $"cold:{i}").Concat(Enumerable.Range(0, 8).Select(i => $"big:{i}"));

    private static bool Moves(RingChange change, string key)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(key);
        return change.OldOwner(bytes) != change.NewOwner(bytes);
    }

    /// <summary>A run that breaks off, or comes to its end before.</summary>
    private async Task BrokenAsync(RingPool next, IMemberReach reach, RingMoveOptions? options = null)
    {
        await using var nodes = new ClusterConnections(reach, new ClusterAccess());
        try
        {
            await Mover(nodes, reach, next, options: options).RunAsync(Token);
        }
        catch (Exception exception) when (exception is RingMoveStoppedException or DiagnosticException)
        {
            // As meant.
        }
    }

    private async Task FinishAsync(RingPool next)
    {
        var from = next == _six ? _four : _six;
        await using var nodes = new ClusterConnections(new DirectReach(), new ClusterAccess());
        await Mover(nodes, nodes.Reach, next, from).RunAsync(Token);
        _proxies.Settle();
    }

    private async Task<RingMoveOutcome> RunAsync(RingPool next, RingMoveOptions options)
    {
        await using var nodes = new ClusterConnections(new DirectReach(), new ClusterAccess());
        return await Mover(nodes, nodes.Reach, next, options: options).RunAsync(Token);
    }

    private RingMover Mover(
        INodes nodes, IMemberReach reach, RingPool next, RingPool? from = null, RingMoveOptions? options = null) =>
        new(nodes, reach, RingChange.Of(from ?? _proxies.Current, next), _proxies, options);

    private async Task AssertRefusedAsync(params string[] codes)
    {
        await using var nodes = new ClusterConnections(new DirectReach(), new ClusterAccess());
        var options = new RingMoveOptions { WaitForOthers = TimeSpan.Zero };
        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => Mover(nodes, nodes.Reach, _six, options: options).RunAsync(Token));
        Assert.Equal(codes.Order(), refused.Diagnostics.Select(found => found.Code).Order());
    }

    private async Task AssertAllAsync()
    {
        await AssertPlacesAsync(_proxies.Current);
        await using var client = await Nutcracker.ConnectAsync(_proxies.Current, Token);
        await _writers.AssertAllAsync(client, Token);
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
    private async Task AssertPlacesAsync(RingPool pool)
    {
        var change = RingChange.Of(pool == _four ? _six : _four, pool);
        await using var nodes = new ClusterConnections(new DirectReach(), new ClusterAccess());
        var reports = await new RingVerifier(nodes, change).RunAsync(Token);
        Assert.All(reports, report => Assert.Equal((report.Member.Name, 0L), (report.Member.Name, report.Wrong)));
        for (int i = 0; i < 6; i++)
            Assert.Equal(0, (await _servers.SendAsync(i, Token, "EXISTS", RingMoveMark.Key)).Integer);
    }
}
