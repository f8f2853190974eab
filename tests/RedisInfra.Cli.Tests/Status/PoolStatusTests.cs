using System.Text.Json.Nodes;
using RedisInfra.Cli.Common;
using RedisInfra.Cli.Status;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Ring;

namespace RedisInfra.Cli.Tests.Status;

public class PoolStatusTests
{
    private static readonly RingPool Ring = new(
        "main", [new("shop-main-0", "a.n", 6379, 1), new("shop-main-1", "b.n", 6379, 1)])
    {
        Distribution = RingDistribution.Modula, IsRedis = true,
    };

    private static readonly PoolRecord Record = new("shop/main", new PodPlace("data", null, null), "x=y", Ring);

    [Fact]
    public void Of_AllSayTheDeclaredRing_IsOk()
    {
        var fence = new RingFence(4, false, Ring, null);

        var pool = PoolStatusReader.Of(Record, 2, 2, [Says(fence), Says(fence)]);

        Assert.True(pool.Ok);
        Assert.Equal(4, pool.Generation);
        Assert.True(pool.IsOpen);
        Assert.Equal([50.0, 50.0], pool.Shards.Select(shard => shard.SharePercent));
        Assert.Equal(7, pool.Shards[0].Keys);
        Assert.Equal(2048, pool.Shards[0].MemoryBytes);
    }

    [Fact]
    public void Of_ClosedAndOneBehind_SaysBoth()
    {
        var pool = PoolStatusReader.Of(
            Record, 0, 2, [Says(new RingFence(5, true, Ring, Ring)), Says(new RingFence(4, false, Ring, null))]);

        Assert.False(pool.Ok);
        Assert.Equal(5, pool.Generation);
        Assert.False(pool.IsOpen);
        Assert.Equal(["ok", "says generation 4"], pool.Shards.Select(shard => shard.State));
        Assert.Equal(
            [
                "0 of 2 proxies of shop/main serve",
                "shop/main is closed while keys move. If nobody moves them, run up again: it continues",
            ],
            pool.Findings.AsEnumerable());
    }

    [Fact]
    public void Of_AnotherRingIsServed_SaysSo()
    {
        var other = new RingFence(4, false, Ring with { Distribution = RingDistribution.Ketama }, null);

        var pool = PoolStatusReader.Of(Record, 2, 2, [Says(other), Says(other)]);

        Assert.Equal(["shop/main serves another ring than the state has. Run up again"], pool.Findings.AsEnumerable());
    }

    [Fact]
    public void Of_ShardThatDoesNotAnswer_HasNoNumbers()
    {
        var silent = new ServerAnswers(null, new(false, ""), null, "can't be reached");

        var pool = PoolStatusReader.Of(Record, 2, 2, [Says(new RingFence(4, false, Ring, null)), silent]);

        Assert.False(pool.Ok);
        Assert.Equal(new ShardStatus("shop-main-1", 1, 50, null, null, "", "can't be reached"), pool.Shards[1]);
    }

    [Theory]
    [InlineData("aof_enabled:1\nrdb_last_bgsave_status:err", "", true, "append-only ok")]
    [InlineData("aof_enabled:1\naof_last_write_status:err", "900 1", false, "append-only failed, snapshots ok")]
    [InlineData("aof_enabled:0\nrdb_last_bgsave_status:err", "900 1", false, "snapshot failed")]
    [InlineData("aof_enabled:0", "", true, "none")]
    [InlineData("loading:1\nloading_loaded_perc:40.5", "900 1", false, "loading, 40.5 %")]
    public void Persistence_AsInfoSays(string info, string save, bool ok, string text) =>
        Assert.Equal(new PersistenceWords(ok, text), PersistenceWords.Of(InfoText.Parse(info), save));

    [Fact]
    public void Show_ServersAndPools_AreTables()
    {
        var output = new StringWriter();
        var server = ServerStatusReader.Of(
            new ServerRecord("cache", new PodPlace("shop", null, null), "a=1"), 1, Says(null));
        var pool = PoolStatusReader.Of(Record, 2, 2, [Says(null), Says(null)]);

        StatusView.Show(Terminal.Plain(output), new StackStatus([], [server], [pool], []));

        var lines = output.ToString().Split('\n').Select(line => line.Trim()).ToList();
        Assert.Contains(
            "│ cache │ cache.shop.svc:6379 │ 1 of 1 │    7 │ 2.0 KiB │ append-only ok │ ok    │", lines);
        Assert.Contains("shop/main: ok, 2 of 2 proxies serve, no shard says its ring", lines);
        Assert.Contains("│ shop-main-0 │      1 │ 50.0 % │    7 │ 2.0 KiB │ append-only ok │ ok    │", lines);
    }

    [Fact]
    public void Show_NothingThere_SaysSoAndIsOk()
    {
        var output = new StringWriter();
        var nothing = new StackStatus([], [], [], []);

        StatusView.Show(Terminal.Plain(output), nothing);

        Assert.True(nothing.Ok);
        Assert.Equal("The stack has no Redis.", output.ToString().Trim());
        Assert.True((bool)JsonNode.Parse(StatusView.ToJson(nothing))!["ok"]!);
    }

    private static ServerAnswers Says(RingFence? fence) => new(
        InfoText.Parse("used_memory:2048\ndb0:keys=7,expires=0"), new PersistenceWords(true, "append-only ok"),
        fence is null ? null : RingFenceText.Of(fence), "");
}
