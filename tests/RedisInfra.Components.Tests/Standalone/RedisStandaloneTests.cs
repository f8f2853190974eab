using Pulumi;
using Pulumi.Utilities;
using RedisInfra.Components.Standalone;
using RedisInfra.Components.Storage;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Standalone;

public sealed class RedisStandaloneTests
{
    /// <summary>The original's volume had no claimRef, so any claim could have taken it.</summary>
    [Theory]
    [InlineData(RedisStandaloneWorkload.StatefulSet, "cache-0")]
    [InlineData(RedisStandaloneWorkload.Deployment, "cache")]
    public async Task Nfs_EitherWorkload_IsAFolderOfOneVolumeBoundBothWays(
        RedisStandaloneWorkload workload, string folder)
    {
        var args = Variants.Scenario();
        args.Workload = workload;
        var run = await ServerRun.OfAsync(args);

        var volume = ServerRun.SpecOf(run, "volume");
        Assert.Equal("cache-data", ServerRun.Map(volume["claimRef"])["name"]);
        Assert.Equal("default", ServerRun.Map(volume["claimRef"])["namespace"]);
        Assert.Equal("Retain", volume["persistentVolumeReclaimPolicy"]);
        Assert.Equal(ServerRun.NameOf(run, "volume"), ServerRun.SpecOf(run, "claim")["volumeName"]);
        var pod = ServerRun.PodOf(run);
        var mount = ServerRun.List(ServerRun.List(pod["containers"]).Single()["volumeMounts"])
            .Single(m => (string)m["name"]! == "data");
        Assert.Equal(folder, mount["subPath"]);
        var data = ServerRun.List(pod["volumes"]).Single(v => (string)v["name"]! == "data");
        Assert.Equal("cache-data", ServerRun.Map(data["persistentVolumeClaim"])["claimName"]);
    }

    /// <summary>A change of workload starts the new pod while the old one still runs.</summary>
    [Fact]
    public async Task Workload_Changed_SharesNeitherFilesNorClientsWithTheOldOne()
    {
        var (before, after) = (await ServerRun.OfAsync(new()),
            await ServerRun.OfAsync(new() { Workload = RedisStandaloneWorkload.Deployment }));

        foreach (var run in new[] { before, after })
            Assert.Equal(
                ManifestYaml.Write(ServerRun.Map(ServerRun.SpecOf(run, "server")["selector"])["matchLabels"]!),
                ManifestYaml.Write(ServerRun.SpecOf(run, "service")["selector"]!));
        Assert.NotEqual(
            ManifestYaml.Write(ServerRun.SpecOf(before, "service")["selector"]!),
            ManifestYaml.Write(ServerRun.SpecOf(after, "service")["selector"]!));
        Assert.NotEqual(Folder(before), Folder(after));

        static object? Folder(ClusterRun run) => ServerRun.List(
            ServerRun.List(ServerRun.PodOf(run)["containers"]).Single()["volumeMounts"])
            .Single(m => (string)m["name"]! == "data")["subPath"];
    }

    [Fact]
    public async Task Workload_Deployment_EndsTheOldPodFirst()
    {
        var spec = ServerRun.SpecOf(await ServerRun.OfAsync(Variants.Scenario()), "server");

        Assert.Equal("Recreate", ServerRun.Map(spec["strategy"])["type"]);
        Assert.Equal(1.0, spec["replicas"]);
    }

    [Fact]
    public async Task Workload_StatefulSet_IsNamedByItsHeadlessService()
    {
        var run = await ServerRun.OfAsync(new RedisStandaloneArgs());

        Assert.Equal(ServerRun.NameOf(run, "nodes"), ServerRun.SpecOf(run, "server")["serviceName"]);
        Assert.False(ServerRun.SpecOf(run, "server").Contains("volumeClaimTemplates"));
    }

    [Fact]
    public async Task Service_Scenario_IsANodePortWithAffinityOfThreeHours()
    {
        var spec = ServerRun.SpecOf(await ServerRun.OfAsync(Variants.Scenario()), "service");

        Assert.Equal(("NodePort", "ClientIP"), (spec["type"], spec["sessionAffinity"]));
        var config = ServerRun.Map(ServerRun.Map(spec["sessionAffinityConfig"])["clientIP"]);
        Assert.Equal(10800.0, config["timeoutSeconds"]);
    }

    [Theory]
    [InlineData(ClaimDeletion.Keep, true)]
    [InlineData(ClaimDeletion.Delete, false)]
    public async Task Claim_OnDelete_IsKeptOrGoes(ClaimDeletion onDelete, bool kept)
    {
        bool? isKept = null;
        await ClusterRun.OfAsync(() => _ = new RedisStandalone(
            "cache", new RedisStandaloneArgs { Storage = new RedisStorage.Claims { OnDelete = onDelete } }, new()
            {
                ResourceTransformations =
                {
                    seen =>
                    {
                        if (seen.Resource.GetResourceName() == "cache-claim") isKept = seen.Options.RetainOnDelete;
                        return null;
                    },
                },
            }));

        Assert.Equal(kept, isKept);
    }

    [Fact]
    public async Task Outputs_Scenario_HaveTheirShapesAndComeAfterTheService()
    {
        var server = ServerRun.ServerOf(await ServerRun.OfAsync(Variants.Scenario()));

        Assert.Equal("cache.default.svc:6379", await OutputUtilities.GetValueAsync(server.Endpoint));
        Assert.Equal(
            $"cache.default.svc:6379,password={Variants.GivenPassword}",
            await OutputUtilities.GetValueAsync(server.ConnectionString));
        Assert.True(await Output.IsSecretAsync(server.ConnectionString));
        Assert.Equal("cache-auth", await OutputUtilities.GetValueAsync(server.AuthSecretName));
        Assert.StartsWith("cache-config-", await OutputUtilities.GetValueAsync(server.ConfigMapName));
        Assert.Contains("2 s at most", await OutputUtilities.GetValueAsync(server.DataLoss));
        Assert.Contains(
            await OutputUtilities.GetDependenciesAsync(server.Endpoint),
            resource => resource.GetResourceName() == "cache-service");
    }

    [Fact]
    public async Task Preview_UnknownInputs_DeclaresTheWholeTree()
    {
        var known = await ServerRun.OfAsync(Variants.Scenario());
        var args = Variants.Scenario();
        args.Namespace = OutputUtilities.CreateUnknown("data");
        args.Password = OutputUtilities.CreateUnknown("a-password-to-come");
        var run = await ServerRun.OfAsync(args, preview: true);

        Assert.Equal(
            known.Mocks.Requests.Select(r => r.Name).Order(StringComparer.Ordinal),
            run.Mocks.Requests.Select(r => r.Name).Order(StringComparer.Ordinal));
        Assert.False(await OutputUtilities.GetIsKnownAsync(ServerRun.ServerOf(run).Endpoint));
    }

    /// <summary>Passwords stand in the Secret and in what notices that they change, and nowhere else.</summary>
    [Fact]
    public async Task Password_Always_StandsInSecretInputsOnly()
    {
        var run = await ServerRun.OfAsync(Variants.Scenario());

        Assert.Equal(
            ["cache-auth", "cache-auth-revision"],
            run.Mocks.Requests
                .Where(r => ManifestYaml.Write(r.Inputs).Contains("given-", StringComparison.Ordinal))
                .Select(r => r.Name!).Order(StringComparer.Ordinal));
    }
}
