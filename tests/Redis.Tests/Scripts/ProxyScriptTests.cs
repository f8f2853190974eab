using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Redis.Tests.Servers;
using RedisInfra.Components.Twemproxy;
using RedisInfra.Model.Ring;

namespace Redis.Tests.Scripts;

/// <summary>The proxies' scripts, with Debian's nutcracker in front of servers on loopback.</summary>
public sealed class ProxyScriptTests : IDisposable
{
    /// <summary>All that redis.conf, YAML and the shell have a meaning for.</summary>
    private const string Password = "a-\"quoted\"-\\pass'word#$HOME:{x}";

    private readonly string _folder = Directory.CreateTempSubdirectory("redisinfra-proxy-").FullName;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(120));
    private readonly List<RedisServer> _servers = [];
    private readonly List<Process> _proxies = [];
    private readonly int _port = FreePorts.Next();
    private readonly int _statsPort = FreePorts.Next();

    public void Dispose()
    {
        foreach (var proxy in _proxies)
        {
            // Its own end takes nutcracker along, that of kill -9 wouldn't.
            if (!proxy.HasExited) Native.Kill(proxy.Id, 15);
            if (!proxy.WaitForExit(5000)) proxy.Kill(entireProcessTree: true);
            proxy.Dispose();
        }

        foreach (var server in _servers) server.Dispose();
        Directory.Delete(_folder, recursive: true);
        _deadline.Dispose();
    }

    /// <summary>Whatever can be declared, nutcracker accepts.</summary>
    [Fact]
    public async Task Check_EveryHashAndDistribution_IsAccepted()
    {
        var rings =
            from hash in Enum.GetValues<TwemproxyHash>()
            from distribution in Enum.GetValues<TwemproxyDistribution>()
            select new TwemproxyRingArgs
            {
                Name = $"p{(int)hash}x{(int)distribution}",
                Port = 20000 + 10 * (int)hash + (int)distribution,
                Shards = 108,
                Hash = hash,
                Distribution = distribution,
                HashTag = hash == TwemproxyHash.Md5 ? null : "\"\\",
                Weights = new Dictionary<int, int> { [7] = 1000 },
                Timeout = hash == TwemproxyHash.Md5 ? null : TimeSpan.FromMilliseconds(400),
                Ejection = hash == TwemproxyHash.Md5 ? new TwemproxyEjection() : null,
                Preconnect = true,
            };
        await WriteAsync(new TwemproxyPoolArgs { Pools = [.. rings] });

        var (exit, said) = await RunAsync("check.sh");

        Assert.True(exit == 0, said);
        Assert.Contains("syntax is ok", said);
    }

    [Fact]
    public async Task Check_WhatNutcrackerRefuses_Fails()
    {
        await WriteAsync(Args());
        string file = Path.Combine(_folder, "etc/nutcracker.yml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("hash: fnv1a_64", "hash: none"));

        Assert.NotEqual(0, (await RunAsync("check.sh")).Exit);
    }

    [Fact]
    public async Task Start_ServesWithThePassword_IsReadyThroughRedisOnly_AndEndsOnSigterm()
    {
        await StartShardsAsync(2);
        await WriteAsync(Args());
        var proxy = StartProxy();

        await UntilAsync(async () => (await RunAsync("ready.sh")).Exit == 0);
        Assert.Equal(0, (await RunAsync("live.sh")).Exit);
        Assert.Equal("OK", await CliAsync("SET", "{user:7}:a", "1"));
        Assert.Equal("1", await CliAsync("GET", "{user:7}:a"));
        Assert.Contains(
            $"redis_auth: \"{Escaped}\"", File.ReadAllText(Path.Combine(_folder, "run/now/nutcracker.yml")));

        // One shard is enough to be ready, whichever; none isn't, and the proxy lives on.
        foreach (var server in _servers)
        {
            server.Kill();
            Assert.Equal(0, (await RunAsync("ready.sh")).Exit);
            server.Restart();
            await server.WaitUntilListeningAsync(_deadline.Token);
        }

        foreach (var server in _servers) server.Kill();
        var (exit, said) = await RunAsync("ready.sh");
        Assert.NotEqual(0, exit);
        Assert.Contains("no shard answers", said);
        Assert.Equal(0, (await RunAsync("live.sh")).Exit);

        Assert.Equal(0, Native.Kill(proxy.Id, 15));
        await proxy.WaitForExitAsync(_deadline.Token);
        Assert.Equal(0, proxy.ExitCode);
        Assert.NotEqual(0, (await RunAsync("live.sh")).Exit);
    }

    /// <summary>A silent shard costs its own clients the timeout, and the others nothing.</summary>
    [Fact]
    public async Task Start_ASilentShard_IsAnErrorAfterTheTimeout()
    {
        await StartShardsAsync(1);
        await WriteAsync(Args(TwemproxyDefaults.Timeout));
        StartProxy();
        await UntilAsync(async () => (await RunAsync("ready.sh")).Exit == 0);

        _servers[0].Suspend();
        string answer = await CliAsync("GET", "a");
        _servers[0].Continue();

        Assert.Contains("timed out", answer);
    }

    /// <summary>The table that previews warn by is what nutcracker does with each command of Redis.</summary>
    [Fact]
    public async Task ProxyCommands_EachCommandOfRedis_IsWhatNutcrackerDoes()
    {
        await StartShardsAsync(1);
        await WriteAsync(Args());
        StartProxy();
        await UntilAsync(async () => (await RunAsync("ready.sh")).Exit == 0);
        string[] commands = [.. (await RedisCli.RunAsync(
                _deadline.Token, "-p", $"{_servers[0].Port}", "--pass", Password, "--no-auth-warning", "COMMAND",
                "LIST"))
            .ToUpperInvariant().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(name => !name.Contains('|'))];
        Assert.Contains("GET", commands);

        foreach (string command in commands) await SendAsync(command);

        string[] refused = [.. commands.Where(command => !ProxyCommands.CanDo(command))
            // It knows that one, but there is no other database to move a key to.
            .Except(["MOVE"])];
        await UntilAsync(() => Task.FromResult(Refusals().IsSupersetOf(refused)));
        Assert.Equal(refused.Order(), Refusals().Order());
    }

    /// <summary>A proxy with an old configuration serves what the shards say, and nothing while they say so.</summary>
    [Fact]
    public async Task Start_ShardsSayAnotherRing_ThatIsServed_AndTheNewestWordCounts()
    {
        await StartShardsAsync(3);
        await WriteAsync(Args());
        var all = Ring(0, 1, 2);
        await SayAsync(new RingFence(7, false, Ring(1), all), 0, 1);
        await SayAsync(new RingFence(6, true, all, null), 2);
        StartProxy();
        await UntilAsync(async () => (await RunAsync("ready.sh")).Exit == 0);
        Assert.Equal("OK", await CliAsync("SET", "{a}", "1"));
        Assert.Equal("OK", await CliAsync("SET", "{b}", "1"));
        Assert.Equal("0 2 0", await KeysAsync());

        await SayAsync(new RingFence(8, true, Ring(1), all), 2);
        Assert.Equal((0, ""), await RunAsync("again.sh"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => CliAsync("GET", "{a}"));
        Assert.Equal(0, (await RunAsync("live.sh")).Exit);
        var (exit, said) = await RunAsync("ready.sh");
        Assert.Equal(1, exit);
        Assert.Contains("no pool may be served: alpha: closed", said);

        // By itself, without again.sh.
        await SayAsync(new RingFence(9, false, Ring(2), null), 0, 1, 2);
        await UntilAsync(async () => (await RunAsync("ready.sh")).Exit == 0);
        Assert.Equal("OK", await CliAsync("SET", "{c}", "1"));
        Assert.Equal("0 2 1", await KeysAsync());

        await SayAsync(new RingFence(10, false, Ring(1), null), 1);
        Assert.Equal((0, ""), await RunAsync("again.sh", "alpha"));
        Assert.Equal("1", await CliAsync("GET", "{a}"));
    }

    /// <summary>Two that come back from old snapshots, or none at all, must not decide for the others.</summary>
    [Fact]
    public async Task Start_LessThanHalfOfTheShardsAnswer_WaitsForMore()
    {
        await StartShardsAsync(3);
        await WriteAsync(Args());
        _servers[0].Kill();
        _servers[1].Kill();
        StartProxy();
        await UntilAsync(async () => (await RunAsync("ready.sh")).Said.Contains("only 1 of 3 shards answer"));

        _servers[1].Restart();

        await UntilAsync(async () => (await RunAsync("ready.sh")).Exit == 0);
    }

    private RingPool Ring(params int[] shards) => new(
        "alpha", [.. shards.Select(i => new RingServer($"cache-alpha-{i}", "127.0.0.1", _servers[i].Port, 1))])
    {
        HashTag = "{}",
    };

    private async Task SayAsync(RingFence fence, params int[] shards)
    {
        foreach (int shard in shards)
            Assert.Equal("OK", await ShardAsync(shard, "SET", RingFence.Key, RingFenceText.Of(fence)));
    }

    /// <summary>How many keys of clients each shard has: all have what was said to it.</summary>
    private async Task<string> KeysAsync()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, _servers.Count).Select(i => ShardAsync(i, "DBSIZE")));
        return string.Join(' ', counts.Select(count => int.Parse(count, CultureInfo.InvariantCulture) - 1));
    }

    private async Task<string> ShardAsync(int shard, params string[] words) => (await RedisCli.RunAsync(_deadline.Token,
        ["-p", $"{_servers[shard].Port}", "--pass", Password, "--no-auth-warning", .. words])).Trim();

    private static string Escaped => Password.Replace("\\", "\\\\").Replace("\"", "\\\"");

    private HashSet<string> Refusals() => [.. File.ReadAllLines(Path.Combine(_folder, "log"))
        .Where(line => line.Contains("unsupported command"))
        .Select(line => line.Split('\'')[1].ToUpperInvariant())];

    /// <summary>With a timeout that no shard misses only because the machine is busy.</summary>
    private TwemproxyPoolArgs Args(TimeSpan? timeout = null) => new()
    {
        Pools =
        [
            new TwemproxyRingArgs
            {
                Name = "alpha", Port = _port, Shards = Math.Max(1, _servers.Count),
                Timeout = timeout ?? TimeSpan.FromSeconds(10),
            },
        ],
    };

    private async Task StartShardsAsync(int count)
    {
        for (int shard = 0; shard < count; shard++)
        {
            int port = FreePorts.Next();
            _servers.Add(RedisServer.Start(
                Path.Combine(_folder, $"shard-{shard}"), port, "--port", $"{port}", "--save", "",
                "--requirepass", Password, "--loglevel", "warning"));
        }

        foreach (var server in _servers) await server.WaitUntilListeningAsync(_deadline.Token);
    }

    /// <summary>The ConfigMap's files, with the servers here in the place of the pods' names.</summary>
    private async Task WriteAsync(TwemproxyPoolArgs args)
    {
        string etc = Path.Combine(_folder, "etc");
        Directory.CreateDirectory(etc);
        Directory.CreateDirectory(Path.Combine(_folder, "run"));
        string config = NutcrackerConfig.Render(
            TwemproxyLayout.Of(TwemproxySpec.From("cache", args)), "cache-shards.default.svc.cluster.local");
        for (int shard = 0; shard < _servers.Count; shard++)
        {
            string name = $"cache-alpha-{shard}.cache-shards.default.svc.cluster.local.:6379";
            Assert.Contains(name, config);
            config = config.Replace(name, $"127.0.0.1:{_servers[shard].Port}");
        }

        await File.WriteAllTextAsync(Path.Combine(etc, "nutcracker.yml"), config, _deadline.Token);
        foreach (var (name, script) in TwemproxyScripts.OfProxies)
        {
            string local = script.Replace("/etc/redisinfra", etc)
                .Replace("/run/redisinfra", Path.Combine(_folder, "run"));
            await File.WriteAllTextAsync(Path.Combine(etc, name), local, _deadline.Token);
        }
    }

    private Process StartProxy()
    {
        // As in a pod: sh is what gets the signal.
        string log = Path.Combine(_folder, "log");
        var proxy = Start($"exec sh {Path.Combine(_folder, "etc/start.sh")} >{log} 2>&1", isRead: false);
        _proxies.Add(proxy);
        return proxy;
    }

    private Process Start(string command, bool isRead)
    {
        var start = new ProcessStartInfo("sh", ["-c", command])
        {
            RedirectStandardOutput = isRead,
            RedirectStandardError = isRead,
        };
        start.Environment["REDISCLI_AUTH"] = Password;
        start.Environment["PROXY_STATS_PORT"] = $"{_statsPort}";
        start.Environment["PROXY_MBUF_BYTES"] = "512";
        return Process.Start(start)!;
    }

    private async Task<(int Exit, string Said)> RunAsync(string script, string argument = "")
    {
        using var process = Start($"exec sh {Path.Combine(_folder, "etc", script)} {argument}", isRead: true);
        var error = process.StandardError.ReadToEndAsync(_deadline.Token);
        string output = await process.StandardOutput.ReadToEndAsync(_deadline.Token);
        await process.WaitForExitAsync(_deadline.Token);
        return (process.ExitCode, output + await error);
    }

    private async Task<string> CliAsync(params string[] command) => (await RedisCli.RunAsync(
        _deadline.Token, ["-p", $"{_port}", "--pass", Password, "--no-auth-warning", .. command])).Trim();

    /// <summary>The command with one key. A connection of its own: nutcracker closes that of a command that it refuses.
    /// </summary>
    private async Task SendAsync(string command)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync("127.0.0.1", _port, _deadline.Token);
        string request = $"*2\r\n${command.Length}\r\n{command}\r\n$1\r\nk\r\n";
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(request), _deadline.Token);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token);
        wait.CancelAfter(TimeSpan.FromMilliseconds(500));
        try
        {
            _ = await client.Client.ReceiveAsync(new byte[4096], wait.Token);
        }
        catch (Exception closed) when (closed is System.Net.Sockets.SocketException or OperationCanceledException)
        {
            // Closed, as it does, or it waits for more words. What it says of the command is in its log.
        }
    }

    private async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition()) await Task.Delay(50, _deadline.Token);
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "kill")]
        public static extern int Kill(int process, int signal);
    }
}
