using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Formation;
using RedisInfra.Model.Health;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Formation;

public sealed class AdoptTests
{
    [Fact]
    public async Task FormAsync_MadeByRedisCli_AdoptedWithoutTouchingIt()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        await using var servers = await RedisServers.StartAsync(3, 1);
        await RedisCli.CreateAsync(servers, replicas: 1, deadline.Token);
        await using var connections = servers.Connect();

        var outcome = await new ClusterFormer(connections, servers.Desired).FormAsync(deadline.Token);

        Assert.True(outcome.IsAdopted);
        Assert.DoesNotContain(outcome.Done, step => step is not FormationStep.SetConfig);
        Assert.DoesNotContain(ClusterHealth.Check(outcome.Observed),
            finding => finding.Severity == RedisInfra.Model.Diagnostics.Severity.Error);
    }

    [Fact]
    public async Task FormAsync_AfterAFailover_AdoptedWithItsNewMaster()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await using var servers = await RedisServers.StartAsync(3, 1);
        await using var connections = servers.Connect();
        await new ClusterFormer(connections, servers.Desired).FormAsync(deadline.Token);
        var replica = servers.Members.Single(member => member is { Shard: 1, Index: 1 });
        await connections.ExecuteAsync(replica, [RespCommand.Of("CLUSTER", "FAILOVER", "TAKEOVER")], deadline.Token);

        var outcome = await new ClusterFormer(connections, servers.Desired).FormAsync(deadline.Token);

        Assert.True(outcome.IsAdopted);
        Assert.Empty(outcome.Done);
        Assert.True(outcome.Observed.Of(replica)!.Self.IsMaster);
    }

    [Fact]
    public async Task FormAsync_OneMoreReplicaPerShard_JoinsThemAndKeepsTheKeys()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await using var servers = await RedisServers.StartAsync(3, 1);
        await using var connections = servers.Connect();
        var masters = DesiredCluster.Of("cache", servers.Members.Where(member => member.Index == 0), 15000);
        await new ClusterFormer(connections, masters).FormAsync(deadline.Token);
        var owner = servers.Members[0];
        await WriteAsync(connections, owner, deadline.Token);

        var outcome = await new ClusterFormer(connections, servers.Desired).FormAsync(deadline.Token);

        Assert.Equal(3, outcome.Done.OfType<FormationStep.Replicate>().Count());
        Assert.DoesNotContain(outcome.Done, step => step is FormationStep.SetConfig);
        Assert.Equal(2, outcome.Observed.Live.Count(view => view.KeyCount == 1));
    }

    private static async Task WriteAsync(
        ClusterConnections connections, Member member, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await connections.ExecuteAsync(member, [RespCommand.Of("SET", "b", "1")], cancellationToken);
                return;
            }
            catch (RedisErrorException exception) when (exception.Code == "CLUSTERDOWN")
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }
}
