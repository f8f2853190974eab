using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Slots;

namespace Redis.Tests.Migration;

/// <summary>Hazard 12: MIGRATE signs in at the destination too, and uses TLS where the cluster does.</summary>
public sealed class AccessTests
{
    private const string Password = "correct-horse";

    [Fact]
    public async Task RunAsync_APassword_GoesWithEachMigrate()
    {
        await using var cluster = await MoveCluster.StartAsync(access: new ClusterAccess { Password = Password },
            extra: ["--requirepass", Password, "--masterauth", Password]);
        await cluster.Keys.FillAsync(400);

        await cluster.MoveAsync(cluster.Some);

        await cluster.AssertAtRestAsync();
        await cluster.Keys.AssertAllAsync();
    }

    [Fact]
    public async Task RunAsync_AnAclUser_GoesWithEachMigrate()
    {
        await using var cluster = await MoveCluster.StartAsync(
            access: new ClusterAccess { User = "mover", Password = Password },
            extra: ["--user", "mover", "on", $">{Password}", "~*", "&*", "+@all", "--user", "default", "off"]);
        await cluster.Keys.FillAsync(400);

        await cluster.MoveAsync(cluster.Some);

        await cluster.AssertAtRestAsync();
        await cluster.Keys.AssertAllAsync();
    }

    [Fact]
    public async Task RunAsync_Tls_MovesKeys()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await using var servers = await RedisServers.StartWithTlsAsync(3, 0, "");
        await using var nodes = servers.Connect(
            new ClusterAccess { Tls = new TlsSettings { CaCertificate = servers.CaCertificate } });
        await new ClusterFormer(nodes, servers.Desired).FormAsync(deadline.Token);
        var slots = SlotSet.Of(SlotLayout.Even(3)[0]);
        var keys = Enumerable.Range(0, 1000).Select(i => $"k:{i}").Where(key => slots.Contains(KeySlot.Of(key)));
        var sets = keys.Select(key => RespCommand.Of("SET", key, "value")).ToList();
        await nodes.ExecuteAsync(servers.Members[0], sets, deadline.Token);

        var outcome = await new Rebalancer(nodes, new(servers.Desired.WithWeights([1, 50, 50])))
            .RunAsync(deadline.Token);

        Assert.True(outcome.Moves.Sum(move => move.Keys) > sets.Count / 2);
        Assert.Equal(sets.Count, outcome.Observed.Live.Sum(view => view.KeyCount));
    }
}
