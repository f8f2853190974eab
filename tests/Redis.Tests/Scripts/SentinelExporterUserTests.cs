using RedisInfra.Components.Cluster;

namespace Redis.Tests.Scripts;

/// <summary>The user that a Sentinel's start.sh makes for an exporter, in real Sentinels.</summary>
public sealed class SentinelExporterUserTests : IDisposable
{
    /// <summary>What redis_exporter sends to Sentinels.</summary>
    private static readonly string[] s_wanted =
        ["client|setname", "info", "sentinel|ckquorum", "sentinel|masters", "sentinel|sentinels", "sentinel|slaves"];

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(120));
    private readonly SetServers _set;

    public SentinelExporterUserTests() =>
        _set = new SetServers(RedisPersistence.None, _deadline.Token) { IsMonitored = true };

    public void Dispose()
    {
        _set.Dispose();
        _deadline.Dispose();
    }

    /// <summary>Asked for each command that a Sentinel has.</summary>
    [Fact]
    public async Task ExporterUser_EveryCommand_MayWhatAnExporterSendsAndNothingMore()
    {
        _set.StartAll();
        await _set.FormedAsync();

        var names = (await _set.AskAsync(0, "COMMAND", "LIST")).Split('\n');
        // A command with subcommands is none by itself.
        var single = names.Where(name => !names.Any(
            other => other.StartsWith(name + "|", StringComparison.Ordinal)));
        var allowed = new List<string>();
        foreach (string name in single)
            if (await MayAsync(name)) allowed.Add(name);

        Assert.Equal(s_wanted, allowed.Except(["auth", "hello", "quit", "reset"]).Order(StringComparer.Ordinal));
        Assert.Contains("sentinel_masters:1", await _set.AskAsExporterAsync(0, "INFO"));
        Assert.StartsWith("OK 3 usable Sentinels", await _set.AskAsExporterAsync(0, "SENTINEL", "CKQUORUM", "cache"));
        Assert.StartsWith("NOPERM", await _set.AskAsExporterAsync(0, "SENTINEL", "FAILOVER", "cache"));
    }

    /// <summary>A dry run takes the right number of arguments only, so it is given more and more.</summary>
    private async Task<bool> MayAsync(string name)
    {
        List<string> command = ["ACL", "DRYRUN", "exporter", .. name.Split('|')];
        for (int arguments = 0; arguments < 8; arguments++)
        {
            string said = await _set.AskAsync(0, [.. command]);
            if (said == "OK") return true;
            if (said.Contains("no permissions", StringComparison.Ordinal)) return false;
            Assert.Contains("wrong number of arguments", said);
            command.Add("x");
        }

        throw new InvalidOperationException($"{name} takes no number of arguments");
    }
}
