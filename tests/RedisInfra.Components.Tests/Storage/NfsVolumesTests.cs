using System.Collections;
using System.Collections.Immutable;
using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Standalone;
using RedisInfra.Components.Storage;
using RedisInfra.Components.Tests.Harness;
using RedisInfra.Components.Twemproxy;

namespace RedisInfra.Components.Tests.Storage;

public sealed class NfsVolumesTests
{
    private static readonly RedisStorage.Nfs _shared = new() { Server = "nfs.example", Path = "/export/redis/" };
    private static readonly RedisStorage.Nfs _own = _shared with { Exports = NfsExports.PerMember };

    [Fact]
    public async Task Declare_Members_HaveAPairEachBoundBothWays()
    {
        var run = await ClusterRun.OfAsync(() => _ = new NfsVolumes(
            "vols", new NfsVolumesArgs { Export = _own, Namespace = "data", Members = ["kv-0", "kv-1"] }));

        foreach (var pod in new[] { "kv-0", "kv-1" })
            AssertPair(run, $"vols-volume-{pod}", $"vols-claim-{pod}", $"data-{pod}", $"/export/redis/{pod}", "data");
        var volumes = run.Resources.OfType<NfsVolumes>().Single();
        Assert.Equal(["data-kv-0", "data-kv-1"], await ValueAsync(volumes.Claims));
        Assert.Equal(["data-data-kv-0", "data-data-kv-1"], await ValueAsync(volumes.Volumes));
        Assert.Equal(
            ["nfs.example:/export/redis/kv-0", "nfs.example:/export/redis/kv-1"], await ValueAsync(volumes.Places));
    }

    [Fact]
    public async Task Declare_NoMembers_IsOneVolumeForAll()
    {
        var run = await ClusterRun.OfAsync(() => _ = new NfsVolumes("vols", new NfsVolumesArgs { Export = _shared }));

        AssertPair(run, "vols-volume", "vols-claim", "vols", "/export/redis/");
    }

    [Fact]
    public void CheckShape_EverythingWrong_SaysAllOfIt() => Snapshots.CheckText(
        "nfs-volumes-wrong",
        string.Join('\n', NfsVolumesValidation.CheckShape("Vols", new NfsVolumesArgs
        {
            Export = _own, ClaimTemplate = "da_ta", Members = ["kv-0", "kv.1", "kv-0"],
        }).AddRange(NfsVolumesValidation.CheckValues("vols", "My Space", null, new NfsValues
        {
            Server = "nfs:/export", Path = "/export/../etc", MountOptions = ["hard", "softerr", "ro", "a,b"],
        }))));

    /// <summary>The scenario's claims might have bound another pod's volume.</summary>
    [Fact]
    public async Task Cluster_ExportPerMember_MountsItsOwnAndIsFoundByTheTemplate()
    {
        var run = await ClusterRun.OfAsync(
            new RedisClusterArgs { Storage = _own, Workload = RedisWorkload.Single });

        for (var i = 0; i < 6; i++)
            AssertPair(run, $"cache-volume-{i}", $"cache-claim-{i}", $"data-cache-{i}", $"/export/redis/cache-{i}");
        var spec = Map(run.Mocks.InputsOf("cache-members")["spec"]);
        Assert.Equal("data", Map(List(spec["volumeClaimTemplates"]).Single()["metadata"])["name"]);
        AssertOwnMount(Map(Map(spec["template"])["spec"]));
    }

    [Fact]
    public async Task Cluster_MoreShards_OnlyAddsVolumes()
    {
        var three = await ClusterRun.OfAsync(new RedisClusterArgs { Storage = _own });
        var four = await ClusterRun.OfAsync(new RedisClusterArgs { Storage = _own, Shards = 4 });

        var added = Volumes(four).Except(Volumes(three)).ToList();
        Assert.Empty(Volumes(three).Except(Volumes(four)));
        Assert.Equal(
            ["cache-claim-3-0", "cache-claim-3-1", "cache-volume-3-0", "cache-volume-3-1"],
            added.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pool_ExportPerMember_HasAPairForEachShard()
    {
        var run = await ClusterRun.OfAsync(() => _ = new TwemproxyPool("cache", new TwemproxyPoolArgs
        {
            Pools = [new TwemproxyRingArgs { Name = "alpha", Shards = 2, Storage = _own }],
            Proxy = { Image = "registry.example/twemproxy:0.5.0" },
        }));

        for (var i = 0; i < 2; i++)
            AssertPair(
                run, $"cache-alpha-volume-{i}", $"cache-alpha-claim-{i}", $"data-cache-alpha-{i}",
                $"/export/redis/cache-alpha-{i}");
        AssertOwnMount(Map(Map(Map(run.Mocks.InputsOf("cache-alpha")["spec"])["template"])["spec"]));
    }

    [Fact]
    public async Task Standalone_ExportPerMember_IsThePodsOwn()
    {
        var run = await ClusterRun.OfAsync(
            () => _ = new RedisStandalone("cache", new RedisStandaloneArgs { Storage = _own }));

        AssertPair(run, "cache-volume", "cache-claim", "cache-data", "/export/redis/cache-0");
        AssertOwnMount(Map(Map(Map(run.Mocks.InputsOf("cache-server")["spec"])["template"])["spec"]));
    }

    private static IEnumerable<string> Volumes(ClusterRun run) => run.Mocks.Requests
        .Where(request => request.Type!.Contains(":Persistent", StringComparison.Ordinal))
        .Select(request => request.Name!);

    private static void AssertPair(
        ClusterRun run, string volume, string claim, string claimName, string path, string space = "default")
    {
        var (volumeSpec, claimSpec) = (Map(run.Mocks.InputsOf(volume)["spec"]), Map(run.Mocks.InputsOf(claim)["spec"]));
        Assert.Equal(path, Map(volumeSpec["nfs"])["path"]);
        Assert.Equal("Retain", volumeSpec["persistentVolumeReclaimPolicy"]);
        var reference = Map(volumeSpec["claimRef"]);
        Assert.Equal((space, claimName), ((string)reference["namespace"]!, (string)reference["name"]!));
        Assert.Equal(claimName, Map(run.Mocks.InputsOf(claim)["metadata"])["name"]);
        Assert.Equal(Map(run.Mocks.InputsOf(volume)["metadata"])["name"], claimSpec["volumeName"]);
        Assert.Equal("", claimSpec["storageClassName"]);
    }

    private static void AssertOwnMount(IDictionary pod)
    {
        var mount = List(List(pod["containers"]).Single()["volumeMounts"]).Single(m => (string)m["name"]! == "data");
        Assert.Equal("/data", mount["mountPath"]);
        Assert.False(mount.Contains("subPath") || mount.Contains("subPathExpr"));
        Assert.Equal("folder", List(pod["initContainers"]).Single()["name"]);
    }

    private static IDictionary Map(object? value) => Assert.IsAssignableFrom<IDictionary>(value);

    private static List<IDictionary> List(object? value) => [.. ((IEnumerable)value!).Cast<object>().Select(Map)];

    private static async Task<string[]> ValueAsync(Output<ImmutableArray<string>> output) =>
        [.. await Pulumi.Utilities.OutputUtilities.GetValueAsync(output)];
}
