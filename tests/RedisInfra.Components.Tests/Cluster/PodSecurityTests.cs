using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Cluster;

/// <summary>The rules of Kubernetes' "Pod Security Standards", level restricted, on every variant's pods.</summary>
public sealed class PodSecurityTests
{
    public static TheoryData<string> All => Variants.Names;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Pod_Variant_IsRestricted(string variant)
    {
        var run = await ClusterRun.OfAsync(Variants.Args(variant));

        PodSecurity.Check(run, "StatefulSet");
    }
}
