using RedisInfra.Model.Ring;

namespace RedisInfra.Model.Tests.Ring;

public sealed class RingSharesTests
{
    private const double Rounding = 1e-9;

    /// <summary>Computed apart from this code, from nutcracker's source.</summary>
    [Fact]
    public void Of_ThreeServersAndFour_MoveToTheNewOneAlone()
    {
        var (old, young) = (new KeyRing(Pools.Of("h:1:1 a", "h:2:1 b", "h:3:1 c")),
            new KeyRing(Pools.Of("h:1:1 a", "h:2:1 b", "h:3:1 c", "h:4:1 d")));

        double[] parts = [.. RingShares.Of(old)];
        var moved = RingShares.Of(old, young).Where(share => share.Old != share.Young).ToList();

        Assert.Equal(0.3586910986341536, parts[0], Rounding);
        Assert.Equal(0.31986107397824526, parts[1], Rounding);
        Assert.Equal(0.32144782738760114, parts[2], Rounding);
        Assert.All(moved, share => Assert.Equal(3, share.Young));
        Assert.Equal(0.22322639008052647, moved.Sum(share => share.Part), Rounding);
    }

    [Fact]
    public void Of_Modula_IsWhatCountingHashesGives()
    {
        var old = new KeyRing(
            Pools.Of("h:1:2 a", "h:2:1 b", "h:3:3 c") with { Distribution = RingDistribution.Modula });
        var young = new KeyRing(Pools.Of("h:1:1 a", "h:2:3 b") with { Distribution = RingDistribution.Modula });
        var counted = Enumerable.Range(0, 12).CountBy(hash => (old.AtHash((uint)hash), young.AtHash((uint)hash)))
            .ToDictionary(pair => pair.Key, pair => pair.Value / 12.0);

        var shares = RingShares.Of(old, young);

        Assert.Equal(counted.Count, shares.Length);
        Assert.All(shares, share => Assert.Equal(counted[(share.Old, share.Young)], share.Part, Rounding));
    }

    /// <summary>Of many keys as many move as the shares say: murmur spreads them well.</summary>
    [Theory]
    [InlineData(4, 6, RingHash.Murmur)]
    [InlineData(108, 109, RingHash.Murmur)]
    [InlineData(4, 5, RingHash.Crc32)]
    public void Of_ManyKeys_AreTheirParts(int before, int after, RingHash hash)
    {
        var old = new KeyRing(Pools.Numbered(before) with { Hash = hash });
        var young = new KeyRing(Pools.Numbered(after) with { Hash = hash });
        const int keys = 100_000;

        int moved = Enumerable.Range(0, keys).Count(i => old.Of($"user:{i}").Name != young.Of($"user:{i}").Name);
        double share = RingShares.Of(old, young)
            .Where(one => old.Servers[one.Old].Name != young.Servers[one.Young].Name).Sum(one => one.Part);

        Assert.Equal(share, (double)moved / keys, 0.01);
    }

    [Theory]
    [InlineData(RingDistribution.Ketama, RingHash.Md5, "")]
    [InlineData(RingDistribution.Ketama, RingHash.Crc32, "")]
    [InlineData(RingDistribution.Modula, RingHash.Md5, "")]
    [InlineData(RingDistribution.Ketama, RingHash.Murmur, "{}")]
    [InlineData(RingDistribution.Random, RingHash.Md5, "")]
    public void Of_AnyTwoRings_AddUpToOne(RingDistribution distribution, RingHash hash, string tag)
    {
        var old = new KeyRing(Pools.Numbered(5) with { Hash = RingHash.Md5 });
        var young = new KeyRing(
            Pools.Numbered(3) with { Hash = hash, Distribution = distribution, HashTag = tag });

        Assert.Equal(1, RingShares.Of(old, young).Sum(share => share.Part), Rounding);
        Assert.Equal(1, RingShares.Of(young).Sum(), Rounding);
    }
}
