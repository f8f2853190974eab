using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;

namespace Redis.Tests.Scripts;

/// <summary>ACL users of a RedisSentinel by the pods' scripts, with real servers and Sentinels.</summary>
public sealed class SentinelUserTests : IDisposable
{
    private const string Rules = "~app:* %R~shared:* &app.* +@read +@write +publish -@dangerous (~counts:* +incr)";

    /// <summary>All that redis.conf and the shell have a meaning for.</summary>
    private static readonly (string Name, string Password) s_app = ("app", "a-\"quoted\"-\\pass'word#$HOME");
    private static readonly (string Name, string Password) s_watch = ("watch.er_1", "a-password-of-the-watcher");
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(240));
    private readonly SetServers _set;

    public SentinelUserTests() => _set = new SetServers(
        RedisPersistence.Aof(), _deadline.Token, RedisUsers.Line(s_app.Name, s_app.Password, Rules),
        RedisUsers.Line(s_app.Name, s_app.Password, "-@all +ping +subscribe +sentinel|get-master-addr-by-name")
        + RedisUsers.Line(s_watch.Name, s_watch.Password, "+@all -@dangerous +sentinel|masters"));

    public void Dispose()
    {
        _set.Dispose();
        _deadline.Dispose();
    }

    [Fact]
    public async Task Users_OnMastersReplicasAndSentinels_MayWhatTheirRulesSay_AndStayAfterRestarts()
    {
        _set.StartAll();
        int master = await _set.FormedAsync();
        await MayAsync(master);

        // A handover: the user is one of the next master too. Then all go at once.
        await _set.StopAsync(master);
        _set.Kill(_set.Member(master));
        _set.StartMember(master);
        await MayAsync(await _set.FormedAsync());
        for (int index = 0; index < SetServers.Size; index++)
        {
            _set.Kill(_set.Member(index));
            _set.Kill(_set.Sentinel(index));
        }

        _set.StartAll();
        await MayAsync(await _set.FormedAsync());
    }

    private async Task MayAsync(int master)
    {
        Assert.Equal("OK", await _set.CliAsync(master, s_app, "SET", "app:1", "x"));
        Assert.Equal("OK", await _set.CliAsync(master, "SET", "shared:1", "y"));
        for (int index = 0; index < SetServers.Size; index++)
        {
            // The last write: what follows has the others too.
            while (await _set.CliAsync(index, s_app, "GET", "shared:1") != "y")
                await Task.Delay(100, _deadline.Token);
            Assert.Equal("x", await _set.CliAsync(index, s_app, "GET", "app:1"));
            Assert.Equal("0", await _set.CliAsync(index, s_app, "PUBLISH", "app.news", "z"));
            foreach (string[] command in new string[][]
                     {
                         ["GET", "other"], ["SET", "shared:1", "z"], ["DEL", "counts:1"], ["CONFIG", "GET", "*"],
                         ["ACL", "LIST"], ["PUBLISH", "other", "z"], ["FLUSHALL"],
                     })
                Assert.StartsWith("NOPERM", await _set.CliAsync(index, s_app, command));
            Assert.StartsWith("NOAUTH", await _set.CliAsync(index, (s_app.Name, "wrong"), "GET", "app:1"));
            Assert.StartsWith("NOAUTH", await _set.CliAsync(index, s_watch, "PING"));
        }

        Assert.NotEqual("", await _set.CliAsync(master, s_app, "INCR", "counts:1"));
        for (int index = 0; index < SetServers.Size; index++) await MayAtSentinelAsync(index, master);
    }

    private async Task MayAtSentinelAsync(int sentinel, int master)
    {
        string[] ask = ["SENTINEL", "GET-MASTER-ADDR-BY-NAME", "cache"];
        Assert.StartsWith(_set.Member(master), await _set.SentinelCliAsync(sentinel, s_app, ask));
        Assert.StartsWith("NOPERM", await _set.SentinelCliAsync(sentinel, s_app, "SENTINEL", "MASTERS"));
        Assert.StartsWith("NOPERM", await _set.SentinelCliAsync(sentinel, s_app, "SENTINEL", "FAILOVER", "cache"));
        Assert.Contains("num-slaves", await _set.SentinelCliAsync(sentinel, s_watch, "SENTINEL", "MASTERS"));
        Assert.StartsWith("NOPERM", await _set.SentinelCliAsync(sentinel, s_watch, "SENTINEL", "FAILOVER", "cache"));
        Assert.StartsWith("NOAUTH", await _set.SentinelCliAsync(sentinel, ("app", "wrong"), ask));
    }
}
