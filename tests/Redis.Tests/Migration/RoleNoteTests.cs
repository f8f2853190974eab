using Redis.Tests.Servers;
using RedisInfra.Admin.Discovery;
using RedisInfra.Admin.Repair;
using RedisInfra.Model.Repair;
using RedisInfra.Model.Topology;
using NodeAddress = RedisInfra.Admin.Discovery.NodeAddress;

namespace Redis.Tests.Migration;

/// <summary>
/// A run that is killed while it keeps roles leaves cluster-allow-replica-migration at no; whoever comes next gives it
/// back, by the note that it left at the node.
/// </summary>
public sealed class RoleNoteTests
{
    private const string Setting = "cluster-allow-replica-migration";
    private const string Holder = "proc-title-template";

    /// <summary>Wherever it is killed: the note is there, and then the next run has nothing to guard.</summary>
    [Theory]
    [InlineData(Holder, true)] // noted, and not yet set
    [InlineData(Setting, true)]
    [InlineData(Setting, false)] // given back, and still noted
    public async Task RunAsync_KilledWhileItKeepsRoles_ANextRunThatMovesNothingGivesThemBack(string at, bool isSet)
    {
        await using var cluster = await MoveCluster.StartAsync();
        await cluster.MoveAsync(cluster.Some);

        await KilledAsync(cluster, at, isSet);

        Assert.True((await cluster.ViewAsync(cluster.Master(3))) is { IsRoleKept: true, AllowsReplicaMigration: true });
        await cluster.MoveAsync(isSet ? cluster.Some : cluster.In);
        await AssertAsBeforeAsync(cluster);
        await cluster.AssertAtRestAsync();
    }

    [NewerServersTheory]
    [InlineData(NewerServers.System)]
    [InlineData("8.0")]
    [InlineData("8.6")]
    [InlineData("valkey")]
    public async Task RunAsync_KilledWhileItKeepsRoles_TheNextRunKeepsThemAndGivesThemBack(string version)
    {
        await using var cluster = await MoveCluster.StartAsync(replicas: 1, version: version);
        await cluster.Keys.FillAsync(200);
        await cluster.MoveAsync(cluster.Some);
        await KilledAsync(cluster, Setting, isSet: true);

        await cluster.MoveAsync(cluster.In);

        await AssertAsBeforeAsync(cluster);
        var view = await cluster.ViewAsync(cluster.Master(3));
        Assert.True(view.Self is { IsMaster: true, Slots.IsEmpty: true });
        await cluster.Keys.AssertAllAsync();
    }

    [Fact]
    public async Task Repair_ARunWasKilledWhileItKeptRoles_GivesThemBack()
    {
        await using var cluster = await MoveCluster.StartAsync();
        await cluster.MoveAsync(cluster.Some);
        await KilledAsync(cluster, Setting, isSet: true);

        var first = NodeAddress.Of(cluster.Master(0));
        var outcome = await new ClusterRepairer(
            cluster.Nodes, token => new ClusterDiscovery(cluster.Nodes, [first]).FindAsync(token))
            .RunAsync(cluster.Token);

        Assert.IsType<RepairStep.AllowReplicaMigration>(Assert.Single(outcome.Done));
        Assert.True(outcome.IsSound, string.Join('\n', outcome.Left));
        await AssertAsBeforeAsync(cluster);
    }

    /// <summary>A setting that was no before is nobody's to change.</summary>
    [Fact]
    public async Task RunAsync_TheSettingIsNoAnyway_StaysNo()
    {
        await using var cluster = await MoveCluster.StartAsync(extra: [$"--{Setting}", "no"]);
        await cluster.MoveAsync(cluster.Some);

        await cluster.MoveAsync(cluster.In);

        foreach (var member in cluster.Members) Assert.Equal("no", await SettingAsync(cluster, member, Setting));
    }

    /// <summary>A run that is to empty the fourth shard, killed right after it has set something.</summary>
    private static async Task KilledAsync(MoveCluster cluster, string at, bool isSet)
    {
        var dying = cluster.Watch();
        string value = isSet ? "no" : "yes";
        dying.Before = batch =>
        {
            if (batch.Any(sent => sent.Is("CONFIG", "SET", at) && (at == Holder || sent.Words[3] == value)))
                dying.KillAfter(0);
            return Task.CompletedTask;
        };
        await Assert.ThrowsAsync<KilledException>(() => cluster.MoveAsync(cluster.In, nodes: dying));
    }

    private static async Task AssertAsBeforeAsync(MoveCluster cluster)
    {
        foreach (var member in cluster.Members)
        {
            Assert.Equal("yes", await SettingAsync(cluster, member, Setting));
            Assert.Equal("{title} {listen-addr} {server-mode}", await SettingAsync(cluster, member, Holder));
        }
    }

    private static async Task<string> SettingAsync(MoveCluster cluster, Member member, string name) =>
        (await cluster.SendAsync(member, "CONFIG", "GET", name)).Items[1].Text;
}
