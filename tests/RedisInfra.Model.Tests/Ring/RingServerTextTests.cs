using RedisInfra.Model.Ring;

namespace RedisInfra.Model.Tests.Ring;

public sealed class RingServerTextTests
{
    [Theory]
    [InlineData("cache-0:6379:1 alpha", "alpha", "cache-0", 6379, 1)]
    [InlineData("10.0.0.1:6379:3", "10.0.0.1:6379", "10.0.0.1", 6379, 3)]
    [InlineData("10.0.0.1:06379:3", "10.0.0.1:06379", "10.0.0.1", 6379, 3)]
    [InlineData("10.0.0.1:11211:1", "10.0.0.1", "10.0.0.1", 11211, 1)]
    [InlineData("fd00::1:6379:1", "fd00::1:6379", "fd00::1", 6379, 1)]
    [InlineData("/run/redis:1", "/run/redis:", "/run/redis", 0, 1)]
    [InlineData("/run/redis:2 alpha", "alpha", "/run/redis", 0, 2)]
    public void Read_ALine_IsWhatNutcrackerReads(string line, string name, string host, int port, int weight)
    {
        var server = RingServerText.Read(line, out string? why);

        Assert.Null(why);
        Assert.Equal(new RingServer(name, host, port, weight), server);
        // What is written is read as the same server.
        Assert.Equal(server, RingServerText.Read(server!.ToString(), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cache-0")]
    [InlineData("cache-0:6379")]
    [InlineData(":6379:1")]
    [InlineData("cache-0:6379:1 ")]
    [InlineData("cache-0:6379:0")]
    [InlineData("cache-0:6379:-1")]
    [InlineData("cache-0:6379:99999999999")]
    [InlineData("cache-0:0:1")]
    [InlineData("cache-0:65536:1")]
    [InlineData("cache-0:6379:1 my name")]
    [InlineData("/run/redis")]
    [InlineData("/run/redis:0:1")]
    public void Read_WhatNutcrackerRefuses_SaysWhy(string line)
    {
        Assert.Null(RingServerText.Read(line, out string? why));
        Assert.False(string.IsNullOrEmpty(why));
    }
}
