using RedisInfra.Components.Tests.Harness;
using RedisInfra.Components.Twemproxy;

namespace RedisInfra.Components.Tests.Twemproxy;

public sealed class ManifestTests
{
    public static TheoryData<string> All => Variants.Names;

    /// <summary>The whole of what each variant declares, against files. A password shows as its place only.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task Declare_Variant_MatchesManifests(string variant) =>
        Manifests.Check($"twemproxy-{variant}", await ProxyRun.OfAsync(Variants.Args(variant)), Variants.GivenPassword);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Pod_Variant_IsRestricted(string variant) =>
        PodSecurity.Check(await ProxyRun.OfAsync(Variants.Args(variant)), "StatefulSet", "Deployment");

    /// <summary>A production unit of the scenario: a hundred and eight shards behind one port.</summary>
    [Fact]
    public async Task Declare_108Shards_IsOnePoolOfThem()
    {
        var args = Variants.Default();
        args.Pools = [new TwemproxyRingArgs { Name = "alpha", Shards = 108 }];
        var run = await ProxyRun.OfAsync(args);

        Assert.Equal(108.0, ProxyRun.Map(run.Mocks.InputsOf("cache-alpha")["spec"])["replicas"]);
        var servers = ProxyRun.ConfigOf(run).Split('\n')
            .Where(line => line.StartsWith("   - ", StringComparison.Ordinal)).ToList();
        Assert.Equal(108, servers.Count);
        Assert.Equal(
            "   - cache-alpha-107.cache-shards.default.svc.cluster.local.:6379:1 cache-alpha-107", servers[107]);
    }
}
