using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Formation;
using RedisInfra.Model.Health;
using Xunit.Abstractions;

namespace Redis.Tests.Formation;

public sealed class FormTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(3, 1)]
    [InlineData(6, 1)]
    [InlineData(8, 2)]
    public async Task FormAsync_FreshServers_AllAgreeAndASecondRunDoesNothing(int shards, int replicas)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await using var servers = await RedisServers.StartAsync(shards, replicas);
        await using var connections = servers.Connect();

        var outcome = await new ClusterFormer(connections, servers.Desired).FormAsync(deadline.Token);

        output.WriteLine($"{servers.Servers.Count} nodes: {outcome.Elapsed.TotalMilliseconds:0} ms");
        Assert.Empty(ClusterHealth.Check(await connections.ObserveAsync(servers.Desired, deadline.Token)));
        Assert.All(outcome.Observed.Live, view => Assert.Equal((15000, 5), (view.NodeTimeoutMs, view.SyncDelaySec)));
        Assert.False(outcome.IsAdopted);
        var again = await new ClusterFormer(connections, servers.Desired).FormAsync(deadline.Token);
        Assert.Empty(again.Done);
        Assert.Empty(again.Differences);
        Assert.True(again.IsAdopted);
    }
}
