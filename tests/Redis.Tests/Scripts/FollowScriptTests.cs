using System.Diagnostics;
using Redis.Tests.Sentinel;
using RedisInfra.Components.Twemproxy;

namespace Redis.Tests.Scripts;

/// <summary>How proxies learn who is a shard's master, from real Sentinels.</summary>
public sealed class FollowScriptTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(2));
    private readonly string _folder = Directory.CreateTempSubdirectory("redisinfra-follow-").FullName;
    private SentinelServers _set = null!;

    public async Task InitializeAsync()
    {
        _set = await SentinelServers.StartAsync(_deadline.Token);
        Directory.CreateDirectory(Path.Combine(_folder, "run"));
        // The Sentinels know their master as "cache"; a shard without replicas has a name with dots.
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "nutcracker.yml"),
            "alpha:\n  servers:\n   - cache:6379:1 cache\n   - a.b.:6379:1 a\n");
    }

    public async Task DisposeAsync()
    {
        await _set.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        _deadline.Dispose();
    }

    [Fact]
    public async Task Follow_MostSentinelsAgree_NamesTheMaster_AndFewerChangeNothing()
    {
        Assert.Equal("cache 127.0.0.1", await FollowAsync());

        // What is noted isn't what they say: one that is asked first doesn't confirm it, and the others outvote it.
        await NoteAsync("cache 127.0.0.9");
        Assert.Equal("cache 127.0.0.1", await FollowAsync());

        _set.Sentinels[1].Kill();
        _set.Sentinels[2].Kill();
        Assert.Equal("cache 127.0.0.1", await FollowAsync());
        await NoteAsync("cache 127.0.0.9");
        Assert.Equal("cache 127.0.0.9", await FollowAsync());
        File.Delete(Path.Combine(_folder, "run/masters"));
        Assert.Equal("", await FollowAsync());
    }

    private Task NoteAsync(string line) => File.WriteAllTextAsync(Path.Combine(_folder, "run/masters"), $"{line}\n");

    /// <summary>The script with the Sentinels here in the place of the pods' names.</summary>
    private async Task<string> FollowAsync()
    {
        const string named = "-h \"$1-sentinel-$2.$1-sentinels.$PROXY_DOMAIN\" -p 26379";
        Assert.Contains(named, FollowScript.Text);
        string ports = string.Join(' ', _set.Sentinels.Select(sentinel => sentinel.Port));
        string script = FollowScript.Text.Replace(named, $"-p \"$(set -- \"$2\" {ports}; shift \"$1\"; echo \"$2\")\"")
            .Replace("/etc/redisinfra", _folder).Replace("/run/redisinfra", Path.Combine(_folder, "run"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "follow.sh"), script);
        var start = new ProcessStartInfo("sh", [Path.Combine(_folder, "follow.sh")]);
        start.Environment["PROXY_SENTINELS"] = $"{_set.Sentinels.Count}";
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(_deadline.Token);
        Assert.Equal(0, process.ExitCode);
        return (await File.ReadAllTextAsync(Path.Combine(_folder, "run/masters"))).Trim();
    }
}
