using Redis.Tests.Servers;
using RedisInfra.Admin.Resp;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Storage;

namespace Redis.Tests.Persistence;

/// <summary>
/// Each persistence, as components declare it, with real servers: what comes back after kill -9 is all that was
/// acknowledged but for the loss that previews state, and a change of persistence carries everything over.
/// </summary>
public sealed class RestoreTests : IDisposable
{
    private static readonly Dictionary<string, RedisPersistence> _all = new()
    {
        ["none"] = RedisPersistence.None,
        ["rdb"] = RedisPersistence.Rdb(),
        ["aof"] = RedisPersistence.Aof(),
        ["aof always"] = RedisPersistence.Aof(AofSync.Always),
        ["aof by the system"] = RedisPersistence.Aof(AofSync.BySystem),
        ["both"] = RedisPersistence.Both(),
        ["both always"] = RedisPersistence.Both(AofSync.Always),
    };

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(60));

    public static TheoryData<string, string, string> Changes => new()
    {
        { NewerServers.System, "rdb", "aof" },
        { NewerServers.System, "rdb", "both always" },
        { NewerServers.System, "aof", "rdb" },
        { NewerServers.System, "both", "rdb" },
        { NewerServers.System, "aof", "both" },
        { NewerServers.System, "both", "aof by the system" },
    };

    public static TheoryData<string, string, string> NewerChanges => new()
    {
        { "8.0", "rdb", "aof" }, { "8.0", "both", "rdb" },
        { "8.6", "rdb", "aof" }, { "8.6", "both", "rdb" },
        { "valkey", "rdb", "aof" }, { "valkey", "both", "rdb" },
    };

    public void Dispose() => _deadline.Dispose();

    /// <summary>Writes go on for longer than the longest loss, so that one above it would show.</summary>
    [Theory]
    [InlineData("aof", 3)]
    [InlineData("both", 3)]
    [InlineData("aof always", 1)]
    [InlineData("both always", 1)]
    [InlineData("aof by the system", 1)]
    public async Task AppendOnly_Killed_LosesAtMostWhatIsStated(string name, int seconds)
    {
        var persistence = _all[name];
        var stated = DataLoss.Of(new RedisStorage.Claims(), persistence).WhenKilled!.Value;
        await using var server = new ServedFolder();
        await server.StartAsync(persistence, _deadline.Token);
        var writes = new NumberedWrites(server);
        await writes.WriteAsync(TimeSpan.FromSeconds(seconds), _deadline.Token);

        var killed = writes.Now;
        await server.KillAsync(_deadline.Token);
        await server.StartAsync(persistence, _deadline.Token);

        int kept = await writes.KeptAsync(_deadline.Token);
        // What was acknowledged longer ago than the loss is there: the first that isn't came after that.
        if (kept < writes.Count)
            Assert.True(
                stated > TimeSpan.Zero && writes.At(kept) > killed - stated,
                $"{writes.Count - kept} of {writes.Count} writes are lost, from {killed - writes.At(kept)} before");
    }

    /// <summary>Snapshots are taken as the rule says; what was written after the last is lost, and no more.</summary>
    [Fact]
    public async Task Snapshots_Killed_LoseFewerWritesThanTheRule()
    {
        const int Changes = 100;
        var persistence = RedisPersistence.Rdb(new RedisSnapshotRule(TimeSpan.FromSeconds(1), Changes));
        await using var server = new ServedFolder();
        await server.StartAsync(persistence, _deadline.Token);
        var writes = new NumberedWrites(server);
        await writes.WriteAsync(Changes, _deadline.Token);
        await UntilSavedAsync(server);
        await writes.WriteAsync(Changes - 1, _deadline.Token);

        await server.KillAsync(_deadline.Token);
        await server.StartAsync(persistence, _deadline.Token);

        Assert.Equal(Changes, await writes.KeptAsync(_deadline.Token));
    }

    /// <summary>With a rule of one change no write waits for longer than that rule's time.</summary>
    [Fact]
    public async Task Snapshots_ARuleOfOneChange_SavesTheLastWriteToo()
    {
        var persistence = RedisPersistence.Rdb(new RedisSnapshotRule(TimeSpan.FromSeconds(1), 1));
        await using var server = new ServedFolder();
        await server.StartAsync(persistence, _deadline.Token);
        var writes = new NumberedWrites(server);
        await writes.WriteAsync(7, _deadline.Token);
        await UntilSavedAsync(server);

        await server.KillAsync(_deadline.Token);
        await server.StartAsync(persistence, _deadline.Token);

        Assert.Equal(7, await writes.KeptAsync(_deadline.Token));
    }

    [Fact]
    public async Task None_Killed_LosesEverything()
    {
        await using var server = new ServedFolder();
        await server.StartAsync(RedisPersistence.None, _deadline.Token);
        var writes = new NumberedWrites(server);
        await writes.WriteAsync(100, _deadline.Token);

        await server.KillAsync(_deadline.Token);
        await server.StartAsync(RedisPersistence.None, _deadline.Token);

        Assert.Equal(0, await writes.KeptAsync(_deadline.Token));
        Assert.Empty(Directory.GetFileSystemEntries(server.Store));
    }

    /// <summary>A pod that is deleted is told first.</summary>
    [Theory]
    [InlineData("rdb")]
    [InlineData("aof")]
    [InlineData("both")]
    [InlineData("aof by the system")]
    public async Task Stopped_AnyPersistence_LosesNothing(string name)
    {
        await using var server = new ServedFolder();
        await server.StartAsync(_all[name], _deadline.Token);
        var writes = new NumberedWrites(server);
        await writes.WriteAsync(100, _deadline.Token);

        await server.StopAsync(_deadline.Token);
        await server.StartAsync(_all[name], _deadline.Token);

        Assert.Equal(100, await writes.KeptAsync(_deadline.Token));
    }

    /// <summary>The append-only file and a snapshot of something else: the file wins.</summary>
    [Fact]
    public async Task Both_TheTwoDiffer_TheAppendOnlyFileWins()
    {
        await using var other = new ServedFolder();
        await other.StartAsync(_all["rdb"], _deadline.Token);
        await other.SendAsync(_deadline.Token, RespCommand.Of("SET", "who", "the snapshot"));
        await other.StopAsync(_deadline.Token);
        await using var server = new ServedFolder();
        await server.StartAsync(_all["both"], _deadline.Token);
        await server.SendAsync(_deadline.Token, RespCommand.Of("SET", "who", "the append-only file"));
        await server.KillAsync(_deadline.Token);
        File.Copy(Path.Combine(other.Store, "dump.rdb"), Path.Combine(server.Store, "dump.rdb"), overwrite: true);

        await server.StartAsync(_all["both"], _deadline.Token);

        var reply = await server.SendAsync(_deadline.Token, RespCommand.Of("GET", "who"));
        Assert.Equal("the append-only file", reply[0].Text);
    }

    /// <summary>Redis alone would start empty here, or with what is long over: it reads one of the two only.</summary>
    [Theory]
    [MemberData(nameof(Changes))]
    public Task Persistence_Changed_KeepsEveryKey(string version, string before, string after) =>
        ChangeAsync(version, before, after);

    [NewerServersTheory]
    [MemberData(nameof(NewerChanges))]
    public Task Persistence_ChangedOnNewerServers_KeepsEveryKey(string version, string before, string after) =>
        ChangeAsync(version, before, after);

    /// <summary>Wherever the start that carries the data over is killed, the next one has all of it.</summary>
    [Theory]
    [InlineData("rdb", "aof")]
    [InlineData("both", "rdb")]
    public async Task Persistence_ChangeKilledAnywhere_KeepsEveryKey(string before, string after)
    {
        await using var server = new ServedFolder();
        await server.StartAsync(_all[before], _deadline.Token);
        var writes = new NumberedWrites(server);
        await writes.WriteAsync(200, _deadline.Token);
        await server.StopAsync(_deadline.Token);

        foreach (int lines in new[] { 1, 4, 7, 10 })
            await server.StartAndKillAsync(_all[after], lines, _deadline.Token);
        await server.StartAsync(_all[after], _deadline.Token);

        Assert.Equal(200, await writes.KeptAsync(_deadline.Token));
    }

    /// <summary>A cluster's node, the only one that has its keys: it owns its slots, and every key is there.</summary>
    [Theory]
    [InlineData("rdb", "aof")]
    [InlineData("both", "rdb")]
    public async Task Persistence_ChangedInACluster_KeepsEveryKey(string before, string after)
    {
        await using var server = new ServedFolder(isCluster: true);
        await server.StartAsync(_all[before], _deadline.Token);
        await server.SendAsync(_deadline.Token, RespCommand.Of("CLUSTER", "ADDSLOTSRANGE", "0", "16383"));
        await UntilAsync(server, ["CLUSTER", "INFO"], "cluster_state:ok");
        var writes = new NumberedWrites(server);
        await writes.WriteAsync(200, _deadline.Token);
        await server.StopAsync(_deadline.Token);

        await server.StartAsync(_all[after], _deadline.Token);

        await UntilAsync(server, ["CLUSTER", "INFO"], "cluster_state:ok");
        Assert.Equal(200, await writes.KeptAsync(_deadline.Token));
    }

    private async Task ChangeAsync(string version, string before, string after)
    {
        await using var server = new ServedFolder(version == NewerServers.System ? null : version);
        await server.StartAsync(_all[before], _deadline.Token);
        var writes = new NumberedWrites(server);
        await writes.WriteAsync(200, _deadline.Token);
        await server.StopAsync(_deadline.Token);

        await server.StartAsync(_all[after], _deadline.Token);
        Assert.Equal(200, await writes.KeptAsync(_deadline.Token));
        await server.KillAsync(_deadline.Token);
        await server.StartAsync(_all[after], _deadline.Token);
        Assert.Equal(200, await writes.KeptAsync(_deadline.Token));

        // And back, with what was written meanwhile.
        await writes.WriteAsync(100, _deadline.Token);
        await server.StopAsync(_deadline.Token);
        await server.StartAsync(_all[before], _deadline.Token);
        Assert.Equal(300, await writes.KeptAsync(_deadline.Token));
    }

    private Task UntilSavedAsync(ServedFolder server) =>
        UntilAsync(server, ["INFO", "persistence"], "rdb_changes_since_last_save:0\r");

    private async Task UntilAsync(ServedFolder server, string[] command, string text)
    {
        while (true)
        {
            var info = await server.SendAsync(_deadline.Token, RespCommand.Of(command));
            if (info[0].Text.Contains(text, StringComparison.Ordinal)) return;
            await Task.Delay(50, _deadline.Token);
        }
    }
}
