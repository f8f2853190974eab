using System.Collections.Immutable;
using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Cluster;

public sealed class ValidationTests
{
    [Fact]
    public async Task Declare_ImpossibleShape_RefusesAllAtOnceAndDeclaresNothing()
    {
        ResourceException? refused = null;
        var run = await ClusterRun.OfAsync(() => refused = Assert.Throws<ResourceException>(() =>
            new RedisCluster("Cache", new RedisClusterArgs { Shards = 2, ReplicasPerShard = -1 })));

        Snapshots.CheckText("impossible-shape", refused!.Message);
        Assert.All(run.Mocks.Requests, request => Assert.Equal(RedisCluster.Token, request.Type));
    }

    /// <summary>In a user's own program nobody catches it: the engine must show the findings, and no stack.</summary>
    [Fact]
    public async Task Declare_ImpossibleShapeThatNobodyCatches_ShownAsTheFindingsAlone()
    {
        var shown = await Assert.ThrowsAsync<RunException>(
            () => ClusterRun.OfAsync(new RedisClusterArgs { Shards = 2 }));

        Assert.Equal(
            "RI2003 RedisCluster \"cache\": Shards = 2, but a Redis Cluster needs at least 3 masters to elect one. Set "
            + "Shards to 3 or more.", shown.Message);
    }

    [Fact]
    public void CheckShape_TooLargeAndTooLong_SaysByHowMuch() => Snapshots.CheckText(
        "too-large-and-too-long",
        string.Join('\n', RedisClusterValidation.CheckShape(
            "a-name-that-is-longer-than-its-pods-labels-can-hold", new RedisClusterArgs { Shards = 600 })));

    [Fact]
    public void CheckValues_EverythingWrong_SaysAllOfIt() => Snapshots.CheckText(
        "everything-wrong",
        string.Join('\n', RedisClusterValidation.CheckValues("cache", new ClusterInputValues
        {
            Namespace = "My Space",
            Image = "registry:5000/redis",
            Memory = Quantity.Parse("512m"),
            MaxMemoryPercent = 100,
            MaxMemoryPolicy = "lru",
            Password = "a, b c d",
            NodeTimeout = TimeSpan.FromMilliseconds(500),
            Config = new Dictionary<string, string>
            {
                ["active-expire-effort"] = "1\n2", ["no directive"] = "1", ["requirepass"] = "x",
            }.ToImmutableDictionary(),
            StorageSize = Quantity.Parse("0"),
            Nfs = new NfsValues { Server = " ", Path = "export", MountOptions = ["soft"] },
            UserId = 0,
            NodePort = 80,
        })));

    [Fact]
    public async Task Declare_RefusedInput_MakesNoObjectAndKeepsThePasswordToItself()
    {
        var mocks = new RecordingMocks();
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Deployment.TestAsync(
            mocks,
            new Pulumi.Testing.TestOptions { IsPreview = false },
            () => _ = new RedisCluster("cache", new RedisClusterArgs
            {
                Namespace = Output.Create("No Namespace"), Password = "too-short-pass",
            })));

        Assert.IsType<RunException>(failure);
        Assert.DoesNotContain("unhandled", failure.Message);
        Assert.Contains("RI2006 RedisCluster \"cache\": Namespace = \"No Namespace\"", failure.ToString());
        Assert.Contains("RI2011 RedisCluster \"cache\": Password has 14 characters", failure.ToString());
        Assert.DoesNotContain("too-short-pass", failure.ToString());
        Assert.DoesNotContain(mocks.Requests, request => request.Type != RedisCluster.Token);
    }

    [Theory]
    [InlineData("redis:7.4.2", true)]
    [InlineData("registry:5000/team/redis:7.4.2", true)]
    [InlineData("redis@sha256:0123", true)]
    [InlineData("redis", false)]
    [InlineData("redis:", false)]
    [InlineData("redis:latest", false)]
    [InlineData("registry:5000/redis", false)]
    public void IsPinned_Image_IsKnown(string image, bool pinned) =>
        Assert.Equal(pinned, RedisClusterValidation.IsPinned(image));

    [Fact]
    public void Warn_RiskyShapes_SayWhatIsAtRisk()
    {
        var nfs = new RedisStorage.Nfs { Server = "nfs", Path = "/export" };
        Assert.Equal(
            "RI2050 RedisCluster \"cache\": Storage is NFS and AppendOnly = Always, but each write then "
            + "waits for the NFS server. Use AofSync.EverySecond, or claims of a block storage class.",
            Warning(new RedisClusterArgs { Storage = nfs, Persistence = new() { AppendOnly = AofSync.Always } }));
        Assert.Equal(
            "RI2051 RedisCluster \"cache\": Storage is ephemeral and ReplicasPerShard = 0, but a shard's keys go "
            + "with its only pod. Set ReplicasPerShard to 1 or more, or use claims.",
            Warning(new RedisClusterArgs { Storage = new RedisStorage.Ephemeral(), ReplicasPerShard = 0 }));
        Assert.Empty(RedisClusterValidation.Warn(RedisClusterSpec.From("cache", new RedisClusterArgs())));
    }

    private static string Warning(RedisClusterArgs args) =>
        Assert.Single(RedisClusterValidation.Warn(RedisClusterSpec.From("cache", args))).ToString();
}
