using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Cluster;

public sealed class ManifestTests
{
    public static TheoryData<string> All => Variants.Names;

    /// <summary>The whole of what each variant declares, against files. A password shows as its place only.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task Declare_Variant_MatchesManifests(string variant) =>
        Manifests.Check(variant, await ClusterRun.OfAsync(Variants.Args(variant)), Variants.GivenPassword);
}
