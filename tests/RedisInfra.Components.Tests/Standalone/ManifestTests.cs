using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Standalone;

public sealed class ManifestTests
{
    public static TheoryData<string> All => Variants.Names;

    /// <summary>The whole of what each variant declares, against files. A password shows as its place only.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task Declare_Variant_MatchesManifests(string variant) => Manifests.Check(
        $"standalone-{variant}", await ServerRun.OfAsync(Variants.Args(variant)), Variants.GivenPassword);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Pod_Variant_IsRestricted(string variant)
    {
        var args = Variants.Args(variant);
        PodSecurity.Check(await ServerRun.OfAsync(args), args.Workload.ToString());
    }
}
