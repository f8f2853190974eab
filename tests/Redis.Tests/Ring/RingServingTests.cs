using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;

namespace Redis.Tests.Ring;

/// <summary>A pool's ring changes as a deployment changes it: its proxies stay, and ask the servers.</summary>
public sealed class RingServingTests : RingServingScene
{
    private const string KillsVariable = "REDISINFRA_KILLS";
    private const int FewKills = 10;

    public override Task InitializeAsync() => BeginAsync(4, 6, keepsKeys: true);

    [Fact]
    public async Task RunAsync_OutAndIn_EveryKeyIsAsItWasAcknowledged_AndNothingIsLeftToDo()
    {
        Writers.Start();

        foreach (var next in new[] { Large, Small })
        {
            var outcome = Assert.Single(await RunAsync(next, new DirectReach()));
            Assert.Equal(RingMoveResult.Moved, outcome.Result);
            await AssertServedAsync(next);
        }

        await Writers.StopAsync(Token);
        await AssertAllAsync(Small);
    }

    /// <summary>
    /// kill -9 of our process anywhere; the next run continues, or the ring was set back in between.
    /// REDISINFRA_KILLS=30 for more.
    /// </summary>
    [Fact]
    public async Task RunAsync_KilledAnywhere_TheNextRunContinuesOrGoesBack()
    {
        int kills = int.TryParse(Environment.GetEnvironmentVariable(KillsVariable), out int many) ? many : FewKills;
        var random = new Random(20261127);
        var phases = new HashSet<RingMovePhase>();
        Writers.Start();
        for (int kill = 0; kill < kills; kill++)
        {
            var next = random.Next(2) == 0 ? Large : Small;
            await KilledAsync(next, random.Next(5, 250));
            phases.Add((await LookAsync(next)).Phase);
        }

        await RunAsync(Large, new DirectReach());
        await AssertServedAsync(Large);
        await Writers.StopAsync(Token);
        await AssertAllAsync(Large);
        Assert.True(phases.Count > 1, string.Join(' ', phases));
    }

    /// <summary>A proxy that can't be reached may serve on: nothing is switched, and the old ring is served.</summary>
    [Fact]
    public async Task RunAsync_AProxyCantBeStopped_TheOldRingIsServedOn_AndTheNextRunContinues()
    {
        Writers.Start();
        Proxies.Failures = 1;

        await Assert.ThrowsAsync<RingMoveStoppedException>(() => RunAsync(Large, new DirectReach()));

        Assert.True(Proxies.Serves);
        Assert.Equal(RingMovePhase.Stopping, (await LookAsync(Large)).Phase);
        await RunAsync(Large, new DirectReach());
        await Writers.StopAsync(Token);
        await AssertAllAsync(Large);
    }

    /// <summary>The ring was set back before anything was switched: copies go, and nothing else.</summary>
    [Fact]
    public async Task RunAsync_SetBackBeforeTheSwitch_GivesUp()
    {
        Writers.Start();
        for (int writes = 40; (await LookAsync(Small)).Phase != RingMovePhase.Copying; writes += 10)
            await KilledAsync(Large, writes);
        Assert.IsType<RingCourseStep.GiveUp>(Assert.Single((await LookAsync(Small)).Steps));

        await RunAsync(Small, new DirectReach());

        await AssertServedAsync(Small);
        await Writers.StopAsync(Token);
        await AssertAllAsync(Small);
        Assert.Equal(0, await KeysAsync(4) + await KeysAsync(5));
    }

    [Fact]
    public async Task RunAsync_AnotherRingIsServedThanWhenItWasShown_RefusesUnlessNothingIsLeftToDo()
    {
        string shown = (await LookAsync(Large)).Fingerprint;
        await RunAsync(Large, new DirectReach(), expected: shown);
        await RunAsync(Large, new DirectReach(), expected: shown);

        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => RunAsync(Small, new DirectReach(), expected: shown));

        Assert.Equal("RI3470", Assert.Single(refused.Diagnostics).Code);
        await AssertServedAsync(Large);
    }

    /// <summary>Servers that never said anything, and keys that another ring has put there.</summary>
    [Fact]
    public async Task LookAsync_KeysOfAnUnknownRing_Refused()
    {
        Writers.Start();
        while (Writers.Acknowledged < 100) await Task.Delay(20, Token);
        await Writers.StopAsync(Token);
        for (int i = 0; i < 6; i++) await Servers.SendAsync(i, Token, "DEL", RingFence.Key);

        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => LookAsync(Large));
        Assert.Equal("RI3466", Assert.Single(refused.Diagnostics).Code);

        // Who knows which ring it was moves them.
        await RunAsync(Large, new DirectReach(), assumed: Small);
        await AssertAllAsync(Large);
    }

    private async Task<long> KeysAsync(int server) => (await Servers.SendAsync(server, Token, "DBSIZE")).Integer
        - (await Servers.SendAsync(server, Token, "EXISTS", RingFence.Key)).Integer;
}
