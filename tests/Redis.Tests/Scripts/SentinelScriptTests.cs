using RedisInfra.Components.Cluster;

namespace Redis.Tests.Scripts;

/// <summary>The pods' scripts of a RedisSentinel, with real servers and Sentinels.</summary>
public sealed class SentinelScriptTests : IDisposable
{
    private const string Keys = "1000";
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(240));
    private SetServers _set = null!;

    public void Dispose()
    {
        _set.Dispose();
        _deadline.Dispose();
    }

    [Fact]
    public async Task Set_OfPersistentMembers_FormsWhenAllAreThere_HandsOver_AndFindsTheNewestDataAgain()
    {
        _set = new SetServers(RedisPersistence.Aof(), _deadline.Token);
        _set.StartMember(1);
        _set.StartMember(2);
        // The third may have data: nobody declares itself before it is there.
        await SaidAsync(1, "no master: 2 of 3 members");
        Assert.Empty(await _set.MastersAsync());
        _set.StartMember(0);
        for (int index = 0; index < SetServers.Size; index++) _set.StartSentinel(index);
        int first = await _set.FormedAsync();
        await FillAsync(first);

        await _set.StopAsync(first);
        _set.Kill(_set.Member(first));
        _set.StartMember(first);
        int second = await _set.FormedAsync();
        Assert.NotEqual(first, second);
        await HasAllAsync(second);

        // Who was away lacks the last write.
        int away = Enumerable.Range(0, SetServers.Size).First(index => index != second);
        _set.Kill(_set.Member(away));
        Assert.Equal("OK", await _set.CliAsync(second, "SET", "last", "1"));
        for (int index = 0; index < SetServers.Size; index++)
        {
            _set.Kill(_set.Member(index));
            _set.Kill(_set.Sentinel(index));
        }

        _set.StartAll();
        int third = await _set.FormedAsync();
        await HasAllAsync(third);
        Assert.Equal("1", await _set.CliAsync(third, "GET", "last"));
    }

    /// <summary>Sentinels learn of replicas from the master, every 10 s. It may be gone before it told them.</summary>
    [Fact]
    public async Task Master_GoesBeforeSentinelsKnowReplicas_AReplicaTakesOver()
    {
        _set = new SetServers(RedisPersistence.None, _deadline.Token);
        _set.StartAll();
        int master = await _set.FormedAsync();
        await FillAsync(master);

        _set.Kill(_set.Member(master), withDisk: true);
        for (int index = 0; index < SetServers.Size; index++) await _set.ForgetReplicasAsync(index);
        _set.StartMember(master);

        int next = await _set.FormedAsync();
        Assert.NotEqual(master, next);
        await HasAllAsync(next);
        await HasAllAsync(master);
    }

    [Fact]
    public async Task Master_WithoutPersistence_ComesBackAsAReplicaOfWhoHasTheData()
    {
        _set = new SetServers(RedisPersistence.None, _deadline.Token);
        _set.StartAll();
        int master = await _set.FormedAsync();
        await FillAsync(master);

        _set.Kill(_set.Member(master), withDisk: true);
        _set.StartMember(master);

        int next = await _set.FormedAsync();
        Assert.NotEqual(master, next);
        await HasAllAsync(next);
        await HasAllAsync(master);
    }

    private async Task FillAsync(int master)
    {
        Assert.Equal("OK", await _set.CliAsync(
            master, "EVAL", $"for i=1,{Keys} do redis.call('SET','key:'..i,i) end return redis.status_reply('OK')",
            "0"));
        // A replica has confirmed, and so may be promoted without a loss.
        Assert.Equal("2", await _set.CliAsync(master, "WAIT", "2", "30000"));
    }

    private async Task HasAllAsync(int member) => Assert.Equal(Keys, await _set.CliAsync(
        member, "EVAL_RO", "local n=0 for i=1,tonumber(ARGV[1]) do n=n+redis.call('EXISTS','key:'..i) end return n",
        "0", Keys));

    private async Task SaidAsync(int member, string text)
    {
        while (!_set.Log(_set.Member(member)).Contains(text)) await Task.Delay(100, _deadline.Token);
    }
}
