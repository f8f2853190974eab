using RedisInfra.Model.Ring;

namespace RedisInfra.Model.Tests.Ring;

public sealed class KeyRingTests
{
    /// <summary>Computed apart from this code, from nutcracker's source.</summary>
    [Fact]
    public void Points_Weights_AreNutcrackers()
    {
        var ring = new KeyRing(Pools.Of("h:1:1 cache-10", "h:2:2 b", "h:3:1 a"));

        Assert.Equal(["a", "b", "cache-10"], ring.Servers.Select(server => server.Name));
        Assert.Equal([120, 240, 120], ring.Servers.Select((_, i) => ring.Points.Count(point => point.Server == i)));
        Assert.Equal([0x392f41u, 0x21bc589, 0x3af9bb3, 0x4e5cdec], ring.Points.Take(4).Select(point => point.Value));
        Assert.Equal(new RingPoint(0xffe35438, 0), ring.Points[^1]);
    }

    /// <summary>C's float rounds 1/n * 160 / 4 * n to a bit below 40 for some n.</summary>
    [Theory]
    [InlineData(24, 160)]
    [InlineData(25, 156)]
    [InlineData(26, 160)]
    [InlineData(47, 156)]
    [InlineData(108, 160)]
    [InlineData(109, 156)]
    public void Points_SizesThatFloatRoundsDown_HaveFourLessEach(int servers, int each) =>
        Assert.Equal(servers * each, new KeyRing(Pools.Numbered(servers)).Points.Length);

    [Fact]
    public void Points_ATinyPartOfTheWeights_HasNone()
    {
        var ring = new KeyRing(Pools.Of("h:1:1 a", "h:2:100 b"));

        Assert.Equal(316, ring.Points.Length);
        Assert.All(ring.Points, point => Assert.Equal(1, point.Server));
    }

    [Fact]
    public void AtHash_PointsAndBetween_BelongToTheNextPointAndBeginAgain()
    {
        var ring = new KeyRing(Pools.Of("h:1:1 cache-10", "h:2:2 b", "h:3:1 a"));
        var (first, last) = (ring.Points[0], ring.Points[^1]);

        Assert.Equal(first.Server, ring.AtHash(0));
        for (int i = 1; i < ring.Points.Length; i++)
        {
            Assert.Equal(ring.Points[i].Server, ring.AtHash(ring.Points[i].Value));
            Assert.Equal(ring.Points[i].Server, ring.AtHash(ring.Points[i - 1].Value + 1));
        }
        Assert.Equal(first.Server, ring.AtHash(last.Value + 1));
        Assert.Equal(first.Server, ring.AtHash(uint.MaxValue));
    }

    [Fact]
    public void AtHash_Modula_CountsWeightsInTheOrderOfNames()
    {
        var ring = new KeyRing(Pools.Of("h:1:1 bb", "h:2:3 a") with { Distribution = RingDistribution.Modula });

        Assert.Equal([0, 0, 0, 1, 0], Enumerable.Range(0, 5).Select(hash => ring.AtHash((uint)hash)));
    }

    [Theory]
    [InlineData("{user}:1", "{user}:2")]
    [InlineData("a{user}", "user")]
    [InlineData("x{user}{other}", "user")]
    [InlineData("}{user}", "user")]
    public void Of_ATagInAKey_IsAllThatCounts(string one, string other) => Assert.All(Tagged, ring =>
        Assert.Equal(ring.Of(one), ring.Of(other)));

    /// <summary>An empty tag, and one that doesn't end, are none.</summary>
    [Theory]
    [InlineData("{}user")]
    [InlineData("{user")]
    [InlineData("user}{")]
    public void Of_NoWholeTag_TheKeyCounts(string key)
    {
        var plain = new KeyRing(Pools.Numbered(100));
        var tagged = new KeyRing(Pools.Numbered(100) with { HashTag = "{}" });

        Assert.Equal(plain.Of(key), tagged.Of(key));
    }

    [Fact]
    public void Of_OneServer_HasAllKeysWhateverTheDistribution()
    {
        var pool = Pools.Numbered(1) with { Distribution = RingDistribution.Random };

        Assert.True(pool.IsCertain);
        Assert.Equal("cache-0", new KeyRing(pool).Of("any").Name);
    }

    [Fact]
    public void Of_RandomOverSeveral_Refuses()
    {
        var pool = Pools.Numbered(2) with { Distribution = RingDistribution.Random };

        Assert.False(pool.IsCertain);
        Assert.Throws<InvalidOperationException>(() => new KeyRing(pool).Of("any"));
    }

    private static IEnumerable<KeyRing> Tagged => Enum.GetValues<RingHash>().Select(
        hash => new KeyRing(Pools.Numbered(100) with { HashTag = "{}", Hash = hash }));
}
