using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Standalone;
using RedisInfra.Components.Tests.Harness;
using RedisInfra.Components.Twemproxy;

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

        Assert.Contains("namespaceDeclared: true", NeedsOf(run));
    }

    [Fact]
    public async Task Namespace_FromElsewhere_MustExist() => Assert.Contains(
        "namespaceDeclared: false",
        NeedsOf(await ClusterRun.OfAsync(new RedisClusterArgs { Namespace = Output.Create("data") })));

    /// <summary>One StatefulSet can't tell shards apart: all members keep away from one another.</summary>
    [Theory]
    [InlineData(RedisWorkload.PerShard, 2)]
    [InlineData(RedisWorkload.Single, 6)]
    public async Task RequiredSpread_AsPodsKeepApart(RedisWorkload workload, int apart) => Assert.Contains(
        $"count: {apart}",
        NeedsOf(await ClusterRun.OfAsync(
            new RedisClusterArgs { Spread = RedisSpread.Required, Workload = workload })));

    /// <summary>Nothing is made before the look, whichever component it is.</summary>
    [Theory]
    [InlineData("cluster")]
    [InlineData("standalone")]
    [InlineData("twemproxy")]
    public async Task Objects_OfEachComponent_ComeAfterTheirPreflight(string component)
    {
        var early = new List<string>();
        var all = 0;
        var options = new ComponentResourceOptions
        {
            ResourceTransformations =
            {
                seen =>
                {
                    if (seen.Resource is CustomResource and not Preflight)
                    {
                        all++;
                        var before = seen.Options.DependsOn.ToOutput();
                        before.Apply(resources =>
                        {
                            if (!resources.Any(resource => resource is Preflight))
                                early.Add(seen.Resource.GetResourceName());
                            return 0;
                        });
                    }

                    return null;
                },
            },
        };

        await ClusterRun.OfAsync(() => _ = component switch
        {
            "cluster" => (Resource)new RedisCluster("cache", new RedisClusterArgs(), options),
            "standalone" => new RedisStandalone("cache", new RedisStandaloneArgs(), options),
            _ => new TwemproxyPool(
                "cache", new TwemproxyPoolArgs { Proxy = new TwemproxyProxyArgs { Image = "lab/twemproxy:0.5" } },
                options),
        });

        Assert.InRange(all, 7, 100);
        Assert.Empty(early);
    }

    private static string NeedsOf(ClusterRun run) =>
        ManifestYaml.Write(run.Mocks.InputsOf("cache-preflight"));
}
