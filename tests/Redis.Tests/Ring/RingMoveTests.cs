using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;

namespace Redis.Tests.Ring;

/// <summary>A ring's keys move while clients of a real nutcracker write and read.</summary>
public sealed class RingMoveTests : RingScene
{
    private const string KillsVariable = "REDISINFRA_KILLS";
    private const int FewKills = 5;

    public override Task InitializeAsync() => BeginAsync(new PlainServerOptions { KeepsKeys = true });

    [Fact]
    public async Task RunAsync_FourToSixToFour_EveryKeyIsWhereItBelongsAndAsItWasAcknowledged()
    {
        Writers.Start();

        await MoveAsync(Six);
        await MoveAsync(Four);

        await Writers.StopAsync(Token);
        await AssertAllAsync();
    }

    /// <summary>kill -9 of our process anywhere; 30 times with REDISINFRA_KILLS=30 ./redisinfra test redis.</summary>
    [Fact]
    public async Task RunAsync_KilledAnywhere_TheNextRunContinues()
    {
        int kills = int.TryParse(Environment.GetEnvironmentVariable(KillsVariable), out int many) ? many : FewKills;
        var random = new Random(20261126);
        Writers.Start();
        for (int kill = 0; kill < kills; kill++)
        {
            var next = kill % 2 == 0 ? Six : Four;
            await Proxies.PrepareAsync(next, Token);
            await BrokenAsync(next, new CutReach(random.Next(20, 300)));
            await FinishAsync(next);
        }
        await Writers.StopAsync(Token);
        await AssertAllAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task RunAsync_AShardIsKilledMeanwhile_TheNextRunContinues(int server)
    {
        Writers.Start();
        await Proxies.PrepareAsync(Six, Token);
        await BrokenAsync(Six, new DirectReach(), new RingMoveOptions
        {
            Progress = progress =>
            {
                if (progress.Step == "following changes" && Proxies.Stops == 0) Servers.Servers[server].Kill();
            },
        });
        Servers.Servers[server].Restart();
        await Servers.Servers[server].WaitUntilListeningAsync(Token);

        await FinishAsync(Six);

        await Writers.StopAsync(Token);
        await AssertAllAsync();
    }

    [Fact]
    public async Task RunAsync_AProxyIsKilledMeanwhile_LosesNothing()
    {
        Writers.Start();
        await Proxies.PrepareAsync(Six, Token);
        await RunAsync(Six, new RingMoveOptions
        {
            Progress = progress =>
            {
                if (progress.Step == "following changes" && Proxies.Stops == 0) Proxies.KillOld(Token);
            },
        });
        Proxies.Settle();
        await Writers.StopAsync(Token);
        await AssertAllAsync();
    }

    /// <summary>Snapshots alone, the last of them long ago: what moved was on disk, and is when the run ends.</summary>
    [Fact]
    public async Task RunAsync_NewServersWithSnapshotsDieAfterwards_HaveWhatMoved()
    {
        int[] getters = [4, 5];
        foreach (int server in getters)
        {
            await Servers.SendAsync(server, Token, "CONFIG", "SET", "appendonly", "no");
            await Servers.SendAsync(server, Token, "CONFIG", "SET", "save", "3600 1000000");
        }

        await MoveAsync(Six);

        foreach (int server in getters) Servers.Servers[server].Kill();
        foreach (int server in getters)
        {
            Servers.Servers[server].Restart("--appendonly", "no");
            await Servers.Servers[server].WaitUntilListeningAsync(Token);
        }
        // The snapshots have the notes of the move as well, which is over.
        Assert.Equal(RingMoveResult.AlreadyDone,
            (await Mover(Servers.Nodes, new DirectReach(), Six, from: Four).RunAsync(Token)).Result);
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
        string fingerprint = Mover(Servers.Nodes, new DirectReach(), Six, Four).Fingerprint;
        string[] note = ["HSET", RingMoveMark.Key, "fingerprint", fingerprint, "phase", phase, "id", "long ago"];
        await MoveAsync(Six);
        await Servers.SendAsync(5, Token, note);

        var again = await Mover(Servers.Nodes, new DirectReach(), Six, from: Four).RunAsync(Token);

        Assert.Equal(RingMoveResult.AlreadyDone, again.Result);
        await AssertAllAsync();

        // With a key where neither ring puts it, or both could, it isn't guessed.
        string key = Enumerable.Range(0, 100).Select(i => $"stranger:{i}")
            .First(key => new KeyRing(Six).Of(key).Name != "cache-0");
        await Servers.SendAsync(0, Token, "SET", key, "x");
        await Servers.SendAsync(5, Token, note);
        foreach (bool isUndo in new[] { true, false })
        {
            var mover = Mover(Servers.Nodes, new DirectReach(), Six, from: Four);
            if (isUndo && phase == "switched") continue;
            var refused = await Assert.ThrowsAsync<DiagnosticException>(
                () => isUndo ? mover.UndoAsync(Token) : mover.RunAsync(Token));
            Assert.Equal("RI3447", Assert.Single(refused.Diagnostics).Code);
        }
        await Servers.SendAsync(0, Token, "DEL", key);
        await Servers.SendAsync(5, Token, "DEL", RingMoveMark.Key);
        await AssertAllAsync();
    }

    /// <summary>What can't be written stays where it was, and the next run ends it.</summary>
    [Fact]
    public async Task RunAsync_ANewServersDiskFails_KeepsWhatMovedUntilItWorks()
    {
        await Servers.SendAsync(5, Token, "CONFIG", "SET", "appendonly", "no");
        await Servers.SendAsync(5, Token, "CONFIG", "SET", "save", "3600 1000000");
        string dump = Path.Combine(Servers.Folder, $"{Servers.Servers[5].Port}", "dump.rdb");
        Directory.CreateDirectory(dump); // rename(2) doesn't put a file in its place.
        await Proxies.PrepareAsync(Six, Token);

        var stopped = await Assert.ThrowsAsync<RingMoveStoppedException>(() => RunAsync(Six, new RingMoveOptions()));

        Assert.Contains("RI3454", stopped.Message);
        Assert.True((await Servers.SendAsync(5, Token, "DBSIZE")).Integer > 1);
        Directory.Delete(dump);
        await FinishAsync(Six);
        await AssertAllAsync();
    }

    /// <summary>A new server's replica lags: what moved stays where it was until the replica has it as well.</summary>
    [Fact]
    public async Task RunAsync_ANewServersReplicaLags_WaitsForItBeforeAnythingGoes()
    {
        int port = FreePorts.Next();
        using var replica = RedisServer.Start(
            Path.Combine(Servers.Folder, $"{port}"), port, "--port", $"{port}", "--replicaof", "127.0.0.1",
            $"{Servers.Servers[5].Port}", "--repl-diskless-sync-delay", "0", "--save", "");
        await replica.WaitUntilListeningAsync(Token);
        while (!(await Servers.SendAsync(5, Token, "INFO", "replication")).Text.Contains("state=online"))
            await Task.Delay(50, Token);
        await Proxies.PrepareAsync(Six, Token);
        long before = await OldKeysAsync();
        replica.Suspend();

        var running = RunAsync(Six, new RingMoveOptions());
        while (Proxies.Stops == 0) await Task.Delay(20, Token);
        // Longer than it waits for the disk alone.
        await Task.Delay(TimeSpan.FromSeconds(4), Token);
        Assert.False(running.IsCompleted);
        Assert.Equal(before, await OldKeysAsync());
        replica.Continue();
        await running;

        Assert.True(await OldKeysAsync() < before);
        Proxies.Settle();
        await AssertAllAsync();
    }

    [Fact]
    public async Task UndoAsync_CopiedAndNotSwitched_LeavesTheOldRing()
    {
        await Proxies.PrepareAsync(Six, Token);
        await BrokenAsync(Six, new CutReach(90));

        var outcome = await Mover(Servers.Nodes, new DirectReach(), Six).UndoAsync(Token);

        Assert.Equal(RingMoveResult.Undone, outcome.Result);
        await AssertAllAsync();
        Assert.Equal(0, Proxies.Stops);
    }

    [Fact]
    public async Task RunAsync_DoneAlready_TouchesNothing()
    {
        await MoveAsync(Six);
        int stops = Proxies.Stops;

        var again = await Mover(Servers.Nodes, new DirectReach(), Six, from: Four).RunAsync(Token);

        Assert.Equal((RingMoveResult.AlreadyDone, stops), (again.Result, Proxies.Stops));
    }

    [Fact]
    public async Task RunAsync_CacheMode_LeavesNoKeyThatTheNewRingDoesNotLookFor()
    {
        await Proxies.PrepareAsync(Six, Token);
        var outcome = await RunAsync(Six, new RingMoveOptions { Mode = RingMoveMode.Cache });

        Assert.True(outcome is { Keys: > 0, Bytes: 0 });
        await AssertPlacesAsync(Six);
    }

    [Fact]
    public async Task RunAsync_Strangers_RefusesOrDropsThem()
    {
        string key = Enumerable.Range(0, 100).Select(i => $"stranger:{i}")
            .First(key => new KeyRing(Four).Of(key).Name != "cache-0");
        await Servers.SendAsync(0, Token, "SET", key, "x");
        await Servers.SendAsync(1, Token, "SELECT", "3");
        await Servers.SendAsync(1, Token, "SET", "x", "y");
        await Servers.SendAsync(1, Token, "SELECT", "0");
        await Servers.SendAsync(5, Token, "CONFIG", "SET", "maxmemory", "3mb");

        await AssertRefusedAsync("RI3441", "RI3443", "RI3442");

        await Servers.SendAsync(1, Token, "FLUSHALL", "ASYNC");
        await Servers.SendAsync(5, Token, "CONFIG", "SET", "maxmemory", "0");
        await Proxies.PrepareAsync(Six, Token);
        await RunAsync(Six, new RingMoveOptions { DropStrangers = true });
        await AssertPlacesAsync(Six);
    }

    [Fact]
    public async Task RunAsync_AnotherMoveOrRun_Refuses()
    {
        await Servers.SendAsync(2, Token, "HSET", RingMoveMark.Key, "fingerprint", "another", "phase", "copying");
        await AssertRefusedAsync("RI3444");
        await Servers.SendAsync(2, Token, "DEL", RingMoveMark.Key);
        await using var other = new ClusterConnections(new DirectReach(), new ClusterAccess());
        await other.NameAsync(Servers.Member(3), "redisinfra-ring:other", Token);
        await AssertRefusedAsync("RI3445");
        Assert.Equal(0, Proxies.Stops);
    }

    [Fact]
    public async Task UndoAsync_Switched_Refuses()
    {
        var mover = Mover(Servers.Nodes, new DirectReach(), Six);
        await Servers.SendAsync(
            2, Token, "HSET", RingMoveMark.Key, "fingerprint", mover.Fingerprint, "phase", "switched");

        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => mover.UndoAsync(Token));

        Assert.Equal("RI3446", Assert.Single(refused.Diagnostics).Code);
    }

    /// <summary>Keys of clients at the servers that are in both rings; a run's own note isn't one.</summary>
    private async Task<long> OldKeysAsync()
    {
        long keys = 0;
        for (int i = 0; i < 4; i++)
        {
            keys += (await Servers.SendAsync(i, Token, "DBSIZE")).Integer
                - (await Servers.SendAsync(i, Token, "EXISTS", RingMoveMark.Key)).Integer;
        }
        return keys;
    }
}
