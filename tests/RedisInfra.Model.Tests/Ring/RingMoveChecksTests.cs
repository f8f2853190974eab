using System.Collections.Immutable;
using RedisInfra.Model.Ring;

namespace RedisInfra.Model.Tests.Ring;

public sealed class RingMoveChecksTests
{
    private static readonly RingChange s_change = RingChange.Of(Pool(2), Pool(3));

    [Fact]
    public void Refusals_ServersThatCan_None() => Assert.Empty(Codes(Servers("7.0.15", "7.0.15", "7.2.0"), Load()));

    [Fact]
    public void Refusals_AnOldServer_IsNamed() =>
        Assert.Equal(["RI3440", "RI3440", "RI3440"], Codes(Servers("6.0.16", "6.0.16", "6.0.16"), Load()));

    [Fact]
    public void Refusals_AYoungerGiver_IsNamed() =>
        Assert.Equal(["RI3448"], Codes(Servers("7.0.1", "7.2.4", "7.0.1"), Load()));

    [Fact]
    public void Refusals_NoRoomAnotherDatabaseAndStrangers_AllAtOnce()
    {
        var servers = Servers("7.0.1", "7.0.1", "7.0.1");
        servers = servers.SetItem(0, servers[0] with { OtherDatabase = 3 })
            .SetItem(2, servers[2] with { MaxMemory = 1000, UsedMemory = 950 });
        var load = Load() with { Strays = [1, 0, 0] };

        Assert.Equal(["RI3443", "RI3441", "RI3442"], Codes(servers, load));
        Assert.Equal(["RI3443", "RI3441"], Codes(servers, load, dropsStrangers: true));
        Assert.Equal(["RI3443"], Codes(servers, load: null));
    }

    [Fact]
    public void Text_AnotherAddress_IsTheSameMove()
    {
        var pool = Pool(3);
        var moved = pool with { Servers = pool.Servers.Replace(Server(2), Server(2) with { Host = "elsewhere" }) };

        Assert.Equal(RingMoveText.Of(Pool(2), Pool(3)), RingMoveText.Of(Pool(2), moved));
        Assert.NotEqual(RingMoveText.Of(Pool(2), Pool(3)), RingMoveText.Of(Pool(3), Pool(2)));
    }

    private static IEnumerable<string> Codes(
        ImmutableArray<RingMoveServer> servers, RingLoad? load, bool dropsStrangers = false) =>
        RingMoveChecks.Refusals(s_change, servers, load, dropsStrangers).Select(found => found.Code);

    private static ImmutableArray<RingMoveServer> Servers(params string[] versions) =>
        [.. s_change.Members.Zip(versions, (member, version) => new RingMoveServer(member, version))];

    private static RingLoad Load() => new(
        new Dictionary<(int From, int To), long> { [(0, 2)] = 10, [(1, 2)] = 10 }.ToImmutableDictionary(),
        [30, 30, 0], [0, 0, 0], [300, 300, 0]);

    private static RingServer Server(int number) => new($"s{number}", "h", 7000 + number, 1);

    private static RingPool Pool(int servers) =>
        new("p", [.. Enumerable.Range(0, servers).Select(Server)]) { IsRedis = true };
}
