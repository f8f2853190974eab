using RedisInfra.Model.Ring;

namespace RedisInfra.Model.Tests.Ring;

public sealed class RingFenceTextTests
{
    private static readonly RingPool _four = Ring(4);

    [Fact]
    public void Of_BothRings_IsWhatAProxyPutsIntoItsFile() => Assert.Equal(
        """
        7 closed
          hash: murmur
          hash_tag: "\"\\"
          distribution: modula
          servers:
           - h-0.:6379:1 cache-0
        other:
          hash: fnv1a_64
          distribution: ketama
          servers:
           - h-0.:6379:1 cache-0
           - h-1.:6379:2 cache-1

        """,
        RingFenceText.Of(new RingFence(7, true,
            Ring(1) with { Hash = RingHash.Murmur, HashTag = "\"\\", Distribution = RingDistribution.Modula },
            Ring(2))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_WhatWasWritten_IsTheSame(bool isMoving)
    {
        var fence = new RingFence(long.MaxValue, isMoving, _four with { HashTag = "\\\"" }, isMoving ? Ring(6) : null);

        var read = RingFenceText.Read("cache", RingFenceText.Of(fence));

        Assert.NotNull(read);
        Assert.Equal(RingFenceText.Of(fence), RingFenceText.Of(read));
        Assert.Equal("\\\"", read.Ring.HashTag);
        Assert.Equal(4, read.Ring.Servers.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("x open\n  servers:\n   - h:1:1 a")]
    [InlineData("7 ajar\n  servers:\n   - h:1:1 a")]
    [InlineData("7 open\n  servers:")]
    [InlineData("7 open\n  color: red\n  servers:\n   - h:1:1 a")]
    [InlineData("7 open\n  servers:\n   - h:1:1 a\nother:")]
    public void Read_AnythingElse_IsNothing(string text) => Assert.Null(RingFenceText.Read("cache", text));

    private static RingPool Ring(int servers) => new("cache", [.. Enumerable.Range(0, servers)
        .Select(i => new RingServer($"cache-{i}", $"h-{i}.", 6379, 1 + i % 2))]);
}
