namespace RedisInfra.Cli.Testing;

/// <summary>A set of test projects, by what they need: nothing, Redis servers, a Kubernetes.</summary>
internal sealed record TestGroup(string Name, Func<string, bool> Holds)
{
    private const string RedisProject = "Redis.Tests";
    private const string KubernetesProject = "Kubernetes.Tests";

    public static readonly IReadOnlyList<TestGroup> All =
    [
        new("unit", project => project is not (RedisProject or KubernetesProject)),
        new("redis", project => project == RedisProject),
        new("kubernetes", project => project == KubernetesProject),
    ];

    /// <summary>The group's projects under <paramref name="testsFolder"/>, by name.</summary>
    public IReadOnlyList<string> FindProjects(string testsFolder) =>
        [.. Directory.EnumerateDirectories(testsFolder)
            .Select(folder => Path.GetFileName(folder)!)
            .Where(name => File.Exists(Path.Combine(testsFolder, name, name + ".csproj")) && Holds(name))
            .Order(StringComparer.Ordinal)];
}
