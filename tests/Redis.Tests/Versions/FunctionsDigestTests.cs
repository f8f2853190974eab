using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Observation;

namespace Redis.Tests.Versions;

/// <summary>While a cluster is upgraded its servers are of two versions: the same functions look the same.</summary>
public sealed class FunctionsDigestTests
{
    private const string One = "#!lua name=one\nredis.register_function('one', function() return 1 end)";
    private const string Two = "#!lua name=two\nredis.register_function('two', function() return 2 end)";
    private const string OtherTwo = "#!lua name=two\nredis.register_function('two', function() return 22 end)";

    [NewerServersTheory]
    [InlineData("8.0")]
    [InlineData("8.6")]
    [InlineData("valkey")]
    public async Task ObserveAsync_TheSameFunctionsAtTwoVersions_LookTheSame(string version)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var old = await RedisServers.StartAsync(3, 0);
        await using var newer = await RedisServers.StartVersionAsync(version, 3, 0);

        string none = await DigestAsync(newer, deadline.Token);
        string here = await DigestAsync(old, deadline.Token, One, Two);
        string there = await DigestAsync(newer, deadline.Token, Two, One);
        string other = await DigestAsync(newer, deadline.Token, OtherTwo);

        Assert.Equal("", none);
        Assert.NotEqual("", here);
        Assert.Equal(here, there);
        Assert.NotEqual(here, other);
    }

    private static async Task<string> DigestAsync(
        RedisServers servers, CancellationToken cancellationToken, params string[] libraries)
    {
        await using var connections = servers.Connect();
        var member = servers.Members[0];
        await connections.ExecuteAsync(member,
            [.. libraries.Select(code => RespCommand.Of("FUNCTION", "LOAD", "REPLACE", code)), RespCommand.Of("PING")],
            cancellationToken);
        return Assert.IsType<NodeView.Live>(await connections.ObserveAsync(member, cancellationToken)).FunctionsDigest;
    }
}
