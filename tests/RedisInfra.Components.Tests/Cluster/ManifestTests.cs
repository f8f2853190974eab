using Pulumi.Testing;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Cluster;

public sealed class ManifestTests
{
    public static TheoryData<string> All => Variants.Names;

    /// <summary>The whole of what each variant declares, against files. A password shows as its place only.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task Declare_Variant_MatchesManifests(string variant)
    {
        var run = await ClusterRun.OfAsync(Variants.Args(variant));

        var files = run.Mocks.Requests
            .Where(request => !request.Type!.StartsWith("redisinfra:index:RedisCluster", StringComparison.Ordinal))
            .GroupBy(KindOf)
            .ToDictionary(kind => kind.Key + ".yaml", kind => string.Join("---\n", kind
                .OrderBy(request => request.Name, StringComparer.Ordinal)
                .Select(request => $"# {request.Name}\n{ManifestYaml.Write(request.Inputs)}")));

        Snapshots.CheckFolder(
            Path.Combine(Snapshots.TestFolder, "Manifests", variant),
            files.ToDictionary(file => file.Key, file => Hide(file.Value)));
    }

    private static string KindOf(MockResourceArgs request) => request.Type![(request.Type!.LastIndexOf(':') + 1)..];

    private static string Hide(string yaml) => yaml
        .Replace(RecordingMocks.GeneratedPassword, "(the password)")
        .Replace($"'{Variants.GivenPassword}'", "(the password)")
        .Replace(Variants.GivenPassword, "(the password)");
}
