using RedisInfra.Admin.Discovery;

namespace RedisInfra.Admin.Tests.Discovery;

public class NodeAddressTests
{
    [Theory]
    [InlineData("10.0.0.7:6379", "10.0.0.7", 6379)]
    [InlineData("redis-0.example:1", "redis-0.example", 1)]
    [InlineData("localhost:65535", "localhost", 65535)]
    [InlineData("[2001:db8::7]:6379", "2001:db8::7", 6379)]
    [InlineData("[::1]:6379", "::1", 6379)]
    public void TryParse_Address_IsReadAndWrittenTheSame(string text, string host, int port)
    {
        Assert.True(NodeAddress.TryParse(text, out var address));
        Assert.Equal(new NodeAddress(host, port), address);
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.7")]
    [InlineData(":6379")]
    [InlineData("10.0.0.7:")]
    [InlineData("10.0.0.7:0")]
    [InlineData("10.0.0.7:65536")]
    [InlineData("10.0.0.7:+1")]
    [InlineData("::1:6379")]
    [InlineData("[]:6379")]
    [InlineData("[10.0.0.7]:6379")]
    [InlineData("a b:6379")]
    public void TryParse_NoAddress_IsRefused(string text) => Assert.False(NodeAddress.TryParse(text, out _));
}
