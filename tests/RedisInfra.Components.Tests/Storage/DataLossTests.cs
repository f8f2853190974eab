using RedisInfra.Components.Cluster;
using RedisInfra.Components.Storage;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Storage;

public sealed class DataLossTests
{
    private static readonly RedisStorage _claims = new RedisStorage.Claims();
    private static readonly RedisStorage _nfs = new RedisStorage.Nfs { Server = "nfs", Path = "/export" };

    /// <summary>What a preview says of each persistence, as a file.</summary>
    [Fact]
    public void Of_EveryPersistence_IsSaid()
    {
        (string Name, RedisPersistence Value)[] all =
        [
            ("none", RedisPersistence.None),
            ("rdb", RedisPersistence.Rdb()),
            ("rdb, no rule of one change", RedisPersistence.Rdb(new RedisSnapshotRule(TimeSpan.FromMinutes(1), 100))),
            ("aof everysec", RedisPersistence.Aof()),
            ("aof always", RedisPersistence.Aof(AofSync.Always)),
            ("aof by the system", RedisPersistence.Aof(AofSync.BySystem)),
            ("both", RedisPersistence.Both()),
        ];
        (string Name, RedisStorage Value)[] places =
            [("claims", _claims), ("nfs", _nfs), ("ephemeral", new RedisStorage.Ephemeral())];
        Snapshots.CheckText("data-loss", string.Join('\n', all.SelectMany(persistence => places.Select(
            place => $"{persistence.Name} on {place.Name}: {DataLoss.Of(place.Value, persistence.Value).Text}"))));
    }

    [Fact]
    public void Of_Rules_BoundsTimeByTheSoonestOfOneChange()
    {
        var loss = DataLoss.Of(_claims, RedisPersistence.Rdb(
            new RedisSnapshotRule(TimeSpan.FromHours(1), 1), new RedisSnapshotRule(TimeSpan.FromMinutes(5), 1),
            new RedisSnapshotRule(TimeSpan.FromMinutes(1), 10)));

        Assert.Equal(TimeSpan.FromMinutes(5), loss.WhenKilled);
        Assert.Null(DataLoss.Of(
            _claims, RedisPersistence.Rdb(new RedisSnapshotRule(TimeSpan.FromMinutes(1), 2))).WhenKilled);
    }

    [Fact]
    public void Of_BothAndAof_AreTheSame()
    {
        foreach (var sync in new[] { AofSync.EverySecond, AofSync.Always, AofSync.BySystem })
            Assert.Equal(
                DataLoss.Of(_claims, RedisPersistence.Aof(sync)), DataLoss.Of(_claims, RedisPersistence.Both(sync)));
    }
}
