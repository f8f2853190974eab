using Redis.Tests.Servers;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Proxy;
using RedisInfra.Admin.Verification;
using RedisInfra.Model.Health;

namespace Redis.Tests.Versions;

public sealed class NewerServersTests
{
    [NewerServersTheory]
    [InlineData("8.0", "8.")]
    [InlineData("8.6", "8.")]
    [InlineData("valkey", "valkey ")]
    public async Task Six_FormedAdoptedVerifiedAndServedThroughTheProxy(string version, string reported)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        await using var servers = await RedisServers.StartVersionAsync(version, 3, 1);
        await using var connections = servers.Connect();

        var formed = await new ClusterFormer(connections, servers.Desired).FormAsync(deadline.Token);
        var again = await new ClusterFormer(connections, servers.Desired).FormAsync(deadline.Token);
        var report = await new ClusterVerifier(connections, servers.Desired).VerifyAsync(deadline.Token);

        Assert.All(formed.Observed.Live, view => Assert.StartsWith(reported, view.Version));
        Assert.Empty(ClusterHealth.Check(formed.Observed));
        Assert.False(formed.IsAdopted);
        Assert.True(again.IsAdopted);
        Assert.Empty(again.Done);
        Assert.Equal(3, report.ShardsWritten);
        await using var proxy = AddressMappingProxy.Start(connections, report.Observed);
        using var client = await ClusterClient.ConnectAsync(
            proxy.Endpoints[0], proxy.Password, nodes: 6, deadline.Token);
        var database = client.GetDatabase();
        for (int i = 0; i < 50; i++) await database.StringSetAsync($"key:{i}", i).WaitAsync(deadline.Token);
        for (int i = 0; i < 50; i++)
            Assert.Equal(i, (int)await database.StringGetAsync($"key:{i}").WaitAsync(deadline.Token));
        var local = proxy.Endpoints.Select(endpoint => endpoint.Port).ToHashSet();
        Assert.All(client.GetEndPoints(),
            endpoint => Assert.Contains(int.Parse(endpoint.ToString()!.Split(':')[^1]), local));
    }
}
