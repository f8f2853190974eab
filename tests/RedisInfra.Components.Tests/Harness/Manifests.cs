using Pulumi.Testing;

namespace RedisInfra.Components.Tests.Harness;

/// <summary>What a run declared, against files: one a kind.</summary>
internal static class Manifests
{
    /// <summary>Passwords show as their place only.</summary>
    public static void Check(string variant, ClusterRun run, params string[] passwords)
    {
        var files = run.Mocks.Requests
            .Where(request => request.Type is not ("redisinfra:index:RedisCluster" or "redisinfra:index:TwemproxyPool"
                or "redisinfra:index:RedisStandalone" or "redisinfra:index:RedisSentinel"
                or "redisinfra:index:ZookeeperEnsemble"))
            .GroupBy(KindOf)
            .ToDictionary(kind => kind.Key + ".yaml", kind => string.Join("---\n", kind
                .OrderBy(request => request.Name, StringComparer.Ordinal)
                .Select(request => $"# {request.Name}\n{ManifestYaml.Write(request.Inputs)}")));

        Snapshots.CheckFolder(
            Path.Combine(Snapshots.TestFolder, "Manifests", variant),
            files.ToDictionary(file => file.Key, file => Hide(file.Value, passwords)));
    }

    private static string KindOf(MockResourceArgs request) => request.Type![(request.Type!.LastIndexOf(':') + 1)..];

    private static string Hide(string yaml, string[] passwords)
    {
        yaml = yaml.Replace(RecordingMocks.GeneratedPassword, "(the password)");
        foreach (var password in passwords)
            yaml = yaml.Replace($"'{password}'", "(the password)").Replace(password, "(the password)");
        return yaml;
    }
}
