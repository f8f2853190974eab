using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Cluster;

public sealed class PreflightTests
{
    /// <summary>A preview knows the name of a namespace that it is about to make.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Namespace_OfTheSameProgram_NeedNotExist(bool byName)
    {
        var run = await ClusterRun.OfAsync(() =>
        {
            var place = new Namespace(
                "place", new NamespaceArgs { Metadata = new ObjectMetaArgs { Name = "data" } });
            _ = byName
                ? new RedisCluster(
                    "cache", new RedisClusterArgs { Namespace = place.Metadata.Apply(metadata => metadata.Name) })
                : new RedisCluster(
                    "cache", new RedisClusterArgs { Namespace = "data" },
                    new ComponentResourceOptions { DependsOn = { place } });
        });

        Assert.Contains("namespaceDeclared: true", Preflight(run));
    }

    [Fact]
    public async Task Namespace_FromElsewhere_MustExist() => Assert.Contains(
        "namespaceDeclared: false",
        Preflight(await ClusterRun.OfAsync(new RedisClusterArgs { Namespace = Output.Create("data") })));

    /// <summary>One StatefulSet can't tell shards apart: all members keep away from one another.</summary>
    [Theory]
    [InlineData(RedisWorkload.PerShard, 2)]
    [InlineData(RedisWorkload.Single, 6)]
    public async Task RequiredSpread_AsPodsKeepApart(RedisWorkload workload, int apart) => Assert.Contains(
        $"membersApart: {apart}",
        Preflight(await ClusterRun.OfAsync(
            new RedisClusterArgs { Spread = RedisSpread.Required, Workload = workload })));

    private static string Preflight(ClusterRun run) =>
        ManifestYaml.Write(run.Mocks.InputsOf("cache-topology")["preflight"]);
}
