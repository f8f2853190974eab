using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using RedisInfra.Components.Cluster;

namespace RedisInfra.Components.Tests.Harness;

/// <summary>One program run under mocks.</summary>
internal sealed record ClusterRun(RecordingMocks Mocks, ImmutableArray<Resource> Resources)
{
    public RedisCluster Cluster => Resources.OfType<RedisCluster>().Single();

    public static Task<ClusterRun> OfAsync(RedisClusterArgs args, string name = "cache", bool preview = false) =>
        OfAsync(() => _ = new RedisCluster(name, args), preview);

    public static async Task<ClusterRun> OfAsync(Action program, bool preview = false)
    {
        var mocks = new RecordingMocks();
        var resources = await Deployment.TestAsync(mocks, new TestOptions { IsPreview = preview }, program);
        return new ClusterRun(mocks, resources);
    }
}
