using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;
using RedisInfra.Components.Tests.Harness;
using RedisInfra.Components.Twemproxy;

namespace RedisInfra.Components.Tests.Twemproxy;

public sealed class ValidationTests
{
    [Fact]
    public void CheckShape_EverythingWrong_SaysAllOfIt() => Snapshots.CheckText(
        "twemproxy-impossible-shape",
        string.Join('\n', TwemproxyValidation.CheckShape("A-name-that-is-longer-than-pods-can-hold", Wrong())));

    [Fact]
    public void CheckShape_NoPools_SaysSo() => Assert.Equal(
        "RI2101 TwemproxyPool \"cache\": Pools is empty, but proxies without a pool have nothing to do. Add one.",
        Assert.Single(TwemproxyValidation.CheckShape(
            "cache", new TwemproxyPoolArgs { Pools = [], Proxy = { Image = "a:1" } })).ToString());

    [Fact]
    public async Task Declare_ImpossibleShape_DeclaresNothing()
    {
        var run = await ClusterRun.OfAsync(() => Assert.Throws<Pulumi.ResourceException>(() =>
            new TwemproxyPool("cache", Wrong())));

        Assert.All(run.Mocks.Requests, request => Assert.Equal(TwemproxyPool.Token, request.Type));
    }

    [Fact]
    public async Task Declare_RefusedInput_MakesNoObject()
    {
        var mocks = new RecordingMocks();
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Pulumi.Deployment.TestAsync(
            mocks,
            new Pulumi.Testing.TestOptions { IsPreview = false },
            () => _ = new TwemproxyPool("cache", new TwemproxyPoolArgs
            {
                Namespace = Pulumi.Output.Create("No Namespace"), Password = "too-short-pass",
                Proxy = { Image = "a:1" },
            })));

        Assert.Contains("RI2006 TwemproxyPool \"cache\": Namespace = \"No Namespace\"", failure.ToString());
        Assert.DoesNotContain("too-short-pass", failure.ToString());
        Assert.DoesNotContain(mocks.Requests, request => request.Type != TwemproxyPool.Token);
    }

    [Fact]
    public void CheckValues_EverythingWrong_SaysAllOfIt() => Snapshots.CheckText(
        "twemproxy-everything-wrong",
        string.Join('\n', TwemproxyValidation.CheckValues("cache", new TwemproxyInputValues
        {
            Namespace = "My Space",
            Image = "redis",
            ProxyImage = "twemproxy:latest",
            ProxyMemory = Quantity.Mebibytes(16),
            Password = "a, b",
            UserId = 0,
            NodePort = 80,
            Rings =
            [
                new RingInputValues("alpha")
                {
                    Memory = Quantity.Parse("512m"),
                    MaxMemoryPercent = 100,
                    MaxMemoryPolicy = "lru",
                    Config = ImmutableDictionary<string, string>.Empty.Add("requirepass", "x"),
                    StorageSize = Quantity.Parse("0"),
                    Nfs = new NfsValues { Server = " ", Path = "export", MountOptions = ["soft"] },
                },
            ],
        })));

    [Fact]
    public void Warn_RiskyPools_SayWhatIsAtRisk() => Snapshots.CheckText(
        "twemproxy-warnings",
        string.Join('\n', TwemproxyValidation.Warn("cache", new TwemproxyPoolArgs
        {
            Pools =
            [
                new TwemproxyRingArgs
                {
                    Name = "carts",
                    Timeout = null,
                    Ejection = new TwemproxyEjection(),
                    Distribution = TwemproxyDistribution.Random,
                    ClientCommands = ["get", "multi", "Scan", "EXEC"],
                    Storage = new RedisStorage.Nfs { Server = "nfs", Path = "/export" },
                    Persistence = new RedisPersistence { AppendOnly = AofSync.Always },
                },
                new TwemproxyRingArgs { Name = "pages", Hash = TwemproxyHash.Crc32 },
            ],
        })));

    [Fact]
    public void Warn_ScenarioAndCache_SayNothingButThatItIsNfs()
    {
        Assert.Equal("RI2621", Assert.Single(TwemproxyValidation.Warn("cache", Variants.Scenario())).Code);
        Assert.Empty(TwemproxyValidation.Warn("cache", new TwemproxyPoolArgs
        {
            Pools =
            [
                new TwemproxyRingArgs
                {
                    Ejection = new TwemproxyEjection(), Storage = new RedisStorage.Ephemeral(),
                    ClientCommands = ["GET", "mget"],
                },
            ],
        }));
    }

    private static TwemproxyPoolArgs Wrong() => new()
    {
        Pools =
        [
            new TwemproxyRingArgs
            {
                Name = "Al-pha",
                Port = 80,
                Shards = 0,
                Weights = new Dictionary<int, int> { [3] = 0 },
                HashTag = "{",
                Timeout = TimeSpan.Zero,
                Ejection = new TwemproxyEjection { FailureLimit = 0, RetryTimeout = TimeSpan.Zero },
                Storage = new RedisStorage.Claims { OnDelete = ClaimDeletion.Delete },
            },
            new TwemproxyRingArgs { Name = "beta" },
            new TwemproxyRingArgs { Name = "beta" },
            new TwemproxyRingArgs { Name = "proxy", Port = 22222 },
        ],
        Proxy = new TwemproxyProxyArgs { Replicas = 1, MbufBytes = 1 },
        Service = new RedisServiceArgs { NodePort = 30000 },
    };
}
