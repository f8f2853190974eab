using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Discovery;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;

namespace Redis.Tests.Discovery;

public sealed class ClusterDiscoveryTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(120));
    private RedisServers _servers = null!;
    private ClusterConnections _connections = null!;

    public async Task InitializeAsync()
    {
        _servers = await RedisServers.StartAsync(3, 1);
        _connections = _servers.Connect();
        await new ClusterFormer(_connections, _servers.Desired).FormAsync(_deadline.Token);
    }

    public async Task DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _servers.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task FindAsync_OneSeed_FindsAllInOrder()
    {
        var found = await FindAsync(Address(4));

        Assert.Empty(found.Problems);
        int[] ports = [.. found.Members.Select(member => member.Port)];
        Assert.Equal([Port(0), Port(3), Port(1), Port(4), Port(2), Port(5)], ports);
        Assert.Equal([0, 0, 1, 1, 2, 2], found.Members.Select(member => member.Shard));
        Assert.Equal([0, 1, 0, 1, 0, 1], found.Members.Select(member => member.Index));
    }

    [Fact]
    public async Task FindAsync_AnyName_NamesMembersTheSame()
    {
        var one = await FindAsync(Address(0));
        var other = await FindAsync(new NodeAddress("localhost", Port(1)));

        Assert.Equal(one.Members.Select(member => member.Name), other.Members.Select(member => member.Name));
        Assert.Equal("localhost", Assert.Single(other.Members, member => member.Port == Port(1)).Host);
    }

    [Fact]
    public async Task Find_AddressOrId_GivesTheMember()
    {
        var found = await FindAsync(Address(0));
        var member = found.Members[2];
        string id = found.Observed.Of(member)!.Self.Id.Value;

        Assert.Equal(member, Assert.Single(found.Find(member.Name)));
        Assert.Equal(member, Assert.Single(found.Find(id)));
        Assert.Equal(member, Assert.Single(found.Find(id[..12])));
        Assert.Empty(found.Find("nobody:1"));
    }

    [Fact]
    public async Task FindAsync_NodeDown_IsNamedAndKeepsItsPlace()
    {
        _servers.Servers[4].Kill();

        var found = await FindAsync(Address(0));

        var problem = Assert.Single(found.Problems);
        Assert.Equal("RI6043", problem.Code);
        Assert.Contains($":{Port(4)}", problem.Where);
        Assert.Equal(Port(4), found.Members[3].Port);
    }

    [Fact]
    public async Task FindAsync_NodeLeftOut_IsGone()
    {
        _servers.Servers[4].Kill();

        var found = await new ClusterDiscovery(_connections, [Address(0)]) { Without = [Address(4)] }
            .FindAsync(_deadline.Token);

        Assert.Empty(found.Problems);
        Assert.Equal(5, found.Members.Length);
        Assert.Equal(Port(4), Assert.Single(found.Gone).Port);
    }

    [Fact]
    public async Task FindAsync_SlotOwnerLeftOut_StaysAMember()
    {
        _servers.Servers[1].Kill();

        var found = await new ClusterDiscovery(_connections, [Address(0)]) { Without = [Address(1)] }
            .FindAsync(_deadline.Token);

        Assert.Equal("RI6043", Assert.Single(found.Problems).Code);
        Assert.Equal(6, found.Members.Length);
    }

    [Fact]
    public async Task FindAsync_SeedSilent_OthersTell()
    {
        _servers.Servers[5].Kill();

        var found = await FindAsync(Address(5), Address(0));

        Assert.Equal(6, found.Members.Length);
        Assert.Equal("RI6043", Assert.Single(found.Problems).Code);
    }

    [Fact]
    public async Task FindAsync_NobodyAnswers_RefusedWithEachReason()
    {
        _servers.Servers[0].Kill();
        _servers.Servers[1].Kill();

        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => FindAsync(Address(0), Address(1)));

        Assert.Equal(["RI6043", "RI6043"], refused.Diagnostics.Select(diagnostic => diagnostic.Code));
    }

    [Fact]
    public async Task FindAsync_TwoClusters_IsAProblem()
    {
        await using var others = await RedisServers.StartAsync(3, 0);

        var found = await FindAsync(Address(0), new NodeAddress("127.0.0.1", others.Members[0].Port));

        Assert.Equal("RI6041", Assert.Single(found.Problems).Code);
    }

    [Fact]
    public async Task FindAsync_NodeForgotten_SaysWhoDoesNotKnowIt()
    {
        var all = await FindAsync(Address(0));
        string id = all.Observed.Of(all.Members[1])!.Self.Id.Value;
        // The other nodes would tell about it again; for a minute nobody listens.
        await _connections.ExecuteAsync(
            all.Members[2] with { Name = "asked" }, [RespCommand.Of("CLUSTER", "FORGET", id)], _deadline.Token);

        var found = await FindAsync(Address(0));

        var problem = Assert.Single(found.Problems);
        Assert.Equal("RI6042", problem.Code);
        Assert.Equal($"{all.Members[2].Name} doesn't know {all.Members[1].Name}", problem.What);
    }

    [Fact]
    public async Task FindAsync_WrongPassword_Refused()
    {
        await using var locked = await RedisServers.StartAsync(3, 0, "--requirepass", "right");
        await using var connections = locked.Connect(new ClusterAccess { Password = "wrong" });
        var seed = NodeAddress.Of(locked.Members[0]);

        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => new ClusterDiscovery(connections, [seed]).FindAsync(_deadline.Token));

        Assert.Equal("RI3002", Assert.Single(refused.Diagnostics).Code);
        Assert.DoesNotContain("wrong", refused.Message.Replace("wrong password", "", StringComparison.Ordinal)
            .Replace("WRONGPASS", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FindAsync_NoCluster_Refused()
    {
        await using var plain = await RedisServers.StartAsync(3, 0, "--cluster-enabled", "no");

        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => FindAsync(NodeAddress.Of(plain.Members[0])));

        Assert.Equal("RI3003", Assert.Single(refused.Diagnostics).Code);
    }

    private Task<DiscoveredCluster> FindAsync(params NodeAddress[] seeds) =>
        new ClusterDiscovery(_connections, seeds).FindAsync(_deadline.Token);

    private int Port(int server) => _servers.Servers[server].Port;

    private NodeAddress Address(int server) => new("127.0.0.1", Port(server));
}
