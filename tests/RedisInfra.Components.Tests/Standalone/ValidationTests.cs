using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Standalone;
using RedisInfra.Components.Storage;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Standalone;

public sealed class ValidationTests
{
    [Fact]
    public void CheckShape_EverythingWrong_SaysAllOfIt() => Snapshots.CheckText(
        "standalone-impossible-shape",
        string.Join('\n', RedisStandaloneValidation.CheckShape(
            "A-name-that-is-longer-than-pods-can-hold-whatever-one-does", new RedisStandaloneArgs
            {
                Persistence = RedisPersistence.Rdb(
                    new RedisSnapshotRule(TimeSpan.FromMilliseconds(1500), 1),
                    new RedisSnapshotRule(TimeSpan.FromMinutes(1), 0)),
            }).AddRange(RedisStandaloneValidation.CheckShape("cache", new RedisStandaloneArgs
            {
                Persistence = new RedisPersistence { SnapshotRules = [] },
            })).AddRange(RedisStandaloneValidation.CheckShape("cache", new RedisStandaloneArgs
            {
                Workload = RedisStandaloneWorkload.Deployment,
                Storage = new RedisStorage.Nfs { Server = "nfs", Path = "/export", Exports = NfsExports.PerMember },
            }))));

    [Fact]
    public void CheckValues_EverythingWrong_SaysAllOfIt() => Snapshots.CheckText(
        "standalone-everything-wrong",
        string.Join('\n', RedisStandaloneValidation.CheckValues("cache", new RedisStandaloneInputValues
        {
            Namespace = "My Space",
            Image = "redis",
            Memory = Quantity.Parse("512m"),
            MaxMemoryPercent = 100,
            MaxMemoryPolicy = "lru",
            Password = "a, b",
            Config = ImmutableDictionary<string, string>.Empty.Add("requirepass", "x"),
            StorageSize = Quantity.Parse("0"),
            Nfs = new NfsValues { Server = " ", Path = "export", MountOptions = ["soft"] },
            UserId = 0,
            NodePort = 80,
            ClientAffinity = TimeSpan.FromDays(2),
        })));

    [Fact]
    public void Warn_RiskyShapes_SayWhatIsAtRisk()
    {
        var nfs = new RedisStorage.Nfs { Server = "nfs", Path = "/export" };
        string[] found =
        [
            .. Warnings(new() { Storage = nfs, Persistence = RedisPersistence.Aof(AofSync.Always) }),
            .. Warnings(Variants.Scenario()),
            .. Warnings(new() { Storage = new RedisStorage.Ephemeral() }),
            .. Warnings(new() { Persistence = RedisPersistence.None }),
        ];
        Snapshots.CheckText("standalone-warnings", string.Join('\n', found));
        Assert.Empty(Warnings(new()));
        Assert.Empty(Warnings(new() { Storage = new RedisStorage.Ephemeral(), Persistence = RedisPersistence.None }));
    }

    [Fact]
    public async Task Declare_RefusedShape_DeclaresNothing()
    {
        var run = await ClusterRun.OfAsync(() => Assert.Throws<Pulumi.ResourceException>(() =>
            new RedisStandalone("Cache", new RedisStandaloneArgs())));

        Assert.All(run.Mocks.Requests, request => Assert.Equal(RedisStandalone.Token, request.Type));
    }

    private static IEnumerable<string> Warnings(RedisStandaloneArgs args) =>
        RedisStandaloneValidation.Warn(RedisStandaloneSpec.From("cache", args)).Select(w => w.ToString());
}
