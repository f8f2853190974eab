using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Versions;

/// <summary>While a cluster is upgraded a new master may be older than one that has functions.</summary>
public sealed class FunctionsCopyTests
{
    private const string One = "#!lua name=one\nredis.register_function('one', function() return 1 end)";
    private const string Two = "#!lua name=two\nredis.register_function('two', function() return 2 end)";

    [NewerServersTheory]
    [InlineData("8.0")]
    [InlineData("8.6")]
    [InlineData("valkey")]
    public async Task FormAsync_FunctionsAtANewerServer_OlderOnesGetThem(string version)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await using var old = await RedisServers.StartAsync(3, 0);
        await using var newer = await RedisServers.StartVersionAsync(version, 3, 0);
        await using var connections = old.Connect();
        var desired = DesiredCluster.Of("cache", [newer.Members[0], old.Members[1], old.Members[2]]);
        await LoadAsync(connections, newer.Members[0], deadline.Token, One, Two);

        var outcome = await new ClusterFormer(connections, desired).FormAsync(deadline.Token);

        Assert.Single(outcome.Observed.Live.Select(view => view.FunctionsDigest).Distinct());
        foreach (var member in desired.Members)
        {
            var answers = await connections.ExecuteAsync(member,
                [RespCommand.Of("FCALL", "one", "0"), RespCommand.Of("FCALL", "two", "0")], deadline.Token);
            Assert.Equal([1, 2], answers.Select(answer => answer.Integer));
        }
    }

    /// <summary>Half of them would look like functions of another kind to whoever runs next.</summary>
    [Fact]
    public async Task CopyAsync_OneLibraryIsRefused_LeavesNone()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await using var servers = await RedisServers.StartAsync(3, 0);
        await using var connections = servers.Connect();
        var (from, to) = (servers.Members[0], servers.Members[1]);
        await LoadAsync(connections, from, deadline.Token, One, Two);
        // The same function's name in another library is refused.
        await LoadAsync(connections, to, deadline.Token, Two.Replace("name=two", "name=other"));

        var refused = await Assert.ThrowsAsync<RedisErrorException>(
            () => FunctionLibrary.CopyAsync(connections, from, to, deadline.Token));

        Assert.StartsWith("FUNCTION LOAD of two: ERR", refused.Message);
        var left = await connections.ExecuteAsync(to, [FunctionLibrary.Question], deadline.Token);
        Assert.Equal("other", Assert.Single(FunctionLibrary.Read(left[0])).Name.Text);
    }

    private static Task<RespValue[]> LoadAsync(
        ClusterConnections connections, Member member, CancellationToken cancellationToken,
            params string[] libraries) => connections.ExecuteAsync(
            member, [.. libraries.Select(code => RespCommand.Of("FUNCTION", "LOAD", code))], cancellationToken);
}
