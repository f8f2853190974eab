using RedisInfra.Model.Ring;
using Redis.Tests.Commands;

namespace Redis.Tests.Ring;

/// <summary><c>redisinfra ring …</c> as a user runs it.</summary>
public sealed class RingCommandTests : IAsyncLifetime
{
    private const int Keys = 300;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(180));
    private PlainServers _servers = null!;
    private RingPool _old = null!;
    private RingPool _young = null!;
    private string _from = "";
    private string _to = "";

    public async Task InitializeAsync()
    {
        _servers = await PlainServers.StartAsync(3, _deadline.Token);
        (_old, _young) = (_servers.Pool(2), _servers.Pool(3));
        (_from, _to) = (await WriteAsync("old.yml", _old), await WriteAsync("new.yml", _young));
        var ring = new KeyRing(_old);
        foreach (string key in Enumerable.Range(0, Keys).Select(i => $"user:{i}"))
        {
            int owner = ring.Of(key).Name == "cache-0" ? 0 : 1;
            await _servers.SendAsync(owner, _deadline.Token, "SET", key, "x");
        }
    }

    public async Task DisposeAsync()
    {
        await _servers.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task PlanAndVerify_AServerJoins_SayTheSame()
    {
        var plan = await RunAsync("plan", "--from", _from, "--to", _to, "--json");
        var text = await RunAsync("plan", "--from", _from, "--to", _to);
        var markdown = await RunAsync("plan", "--from", _from, "--to", _to, "--markdown");
        var offline = await RunAsync("plan", "--from", _from, "--to", _to, "--offline", "--json");
        var good = await RunAsync("verify", "--to", _from, "--json");
        var bad = await RunAsync("verify", "--from", _from, "--to", _to, "--json");

        Assert.Equal((0, 0, 0, 0, 0, 1), (plan.ExitCode, text.ExitCode, markdown.ExitCode, offline.ExitCode,
            good.ExitCode, bad.ExitCode));
        Assert.Equal(Keys, plan.Json.GetProperty("totalKeys").GetInt64());
        long moving = plan.Json.GetProperty("keys").GetInt64();
        Assert.StartsWith($"{moving} of {Keys} keys (", text.Out);
        Assert.StartsWith($"**{moving} of {Keys} keys (", markdown.Out);
        Assert.Equal(plan.Json.GetProperty("share").GetDouble(), offline.Json.GetProperty("share").GetDouble());
        Assert.True(good.Json.GetProperty("ok").GetBoolean(), good.Out);
        Assert.Equal(Keys, good.Json.GetProperty("keys").GetInt64());
        Assert.False(bad.Json.GetProperty("ok").GetBoolean(), bad.Out);
        Assert.Equal(moving, bad.Json.GetProperty("wrong").GetInt64());
        Assert.Equal(0, bad.Json.GetProperty("twice").GetInt64());
    }

    [Fact]
    public async Task Plan_ServersThatDoNotAnswer_RefusesWithEachAndOfflineAsksNone()
    {
        var pool = new RingPool(
            "cache", [new RingServer("a", "127.0.0.1", 1, 1), new RingServer("b", "127.0.0.1", 2, 1)])
        {
            Listen = "127.0.0.1:3", IsRedis = true, TimeoutMs = 400,
        };
        string file = await WriteAsync("gone.yml", pool);

        var refused = await RunAsync("plan", "--from", file, "--to", _to);
        var offline = await RunAsync("plan", "--from", file, "--to", _to, "--offline");

        Assert.Equal((2, 0), (refused.ExitCode, offline.ExitCode));
        Assert.Contains("RI3432 server a at 127.0.0.1:1", refused.Error);
        Assert.Contains("RI3432 server b at 127.0.0.1:2", refused.Error);
    }

    [Fact]
    public async Task Rebalance_ACommandFailsIsUndoneAndRunAgain_MovesKeys()
    {
        string[] move = ["rebalance", "--from", _from, "--to", _to, "--yes", "--json", "--start-new", "true"];

        var failed = await RunAsync([.. move, "--stop-old", "echo no; exit 3"]);
        var undone = await RunAsync([.. move, "--undo"]);
        var old = await RunAsync("verify", "--to", _from);
        var moved = await RunAsync([.. move, "--stop-old", "true"]);
        var again = await RunAsync([.. move, "--stop-old", "false"]);
        var young = await RunAsync("verify", "--from", _from, "--to", _to);

        Assert.Equal((1, 0, 0, 0, 0, 0), (failed.ExitCode, undone.ExitCode, old.ExitCode, moved.ExitCode,
            again.ExitCode, young.ExitCode));
        Assert.Contains("RI3450 the move stopped: RI3452 --stop-old: the command ended with 3 (no)", failed.Error);
        Assert.True(moved.Json.GetProperty("outcome").GetProperty("keys").GetInt64() > 0, moved.Out);
        Assert.Equal("alreadydone", again.Json.GetProperty("outcome").GetProperty("result").GetString());
    }

    private Task<CommandLine> RunAsync(params string[] arguments) =>
        CommandLine.RunAsync(_deadline.Token, ["ring", .. arguments]);

    private async Task<string> WriteAsync(string name, RingPool pool)
    {
        string file = Path.Combine(_servers.Folder, name);
        await File.WriteAllTextAsync(file, Nutcracker.Text(pool), _deadline.Token);
        return file;
    }
}
