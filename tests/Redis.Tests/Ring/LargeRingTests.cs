using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Ring.Moving;

namespace Redis.Tests.Ring;

/// <summary>As many shards as the scenario names, and one more.</summary>
public sealed class LargeRingTests : RingServingScene
{
    private const int Shards = 108;

    public override Task InitializeAsync() => BeginAsync(Shards, Shards + 1, keepsKeys: false);

    [Fact]
    public async Task RunAsync_OneMoreThan108Shards_AndBack_EveryKeyIsAsItWasAcknowledged()
    {
        Writers.Start();
        while (Writers.Acknowledged < 500) await Task.Delay(20, Token);

        foreach (var next in new[] { Large, Small })
        {
            var outcome = Assert.Single(await RunAsync(next, new DirectReach()));
            Assert.Equal(RingMoveResult.Moved, outcome.Result);
            await AssertServedAsync(next);
        }

        await Writers.StopAsync(Token);
        await AssertAllAsync(Small);
    }
}
