namespace RedisInfra.Cli.Testing;

/// <summary>A set of tests, by what they need: nothing, Redis servers, a Kubernetes, an hour.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Holds">Whether a test project is of it.</param>
/// <param name="Filter">Which tests of these projects are; null: all.</param>
/// <param name="Always">Whether it runs when no group is named.</param>
internal sealed record TestGroup(string Name, Func<string, bool> Holds, string? Filter = null, bool Always = true)
{
    private const string RedisProject = "Redis.Tests";
    private const string KubernetesProject = "Kubernetes.Tests";

    public static readonly IReadOnlyList<TestGroup> All =
    [
        new("unit", project => project is not (RedisProject or KubernetesProject)),
        new("redis", project => project == RedisProject),
        new("kubernetes", project => project == KubernetesProject, "Category!=Soak"),
        new("soak", project => project == KubernetesProject, "Category=Soak", Always: false),
    ];

    public bool NeedsKubernetes => Holds(KubernetesProject);

    /// <summary>The group's projects under <paramref name="testsFolder"/>, by name.</summary>
    public IReadOnlyList<string> FindProjects(string testsFolder) =>
        [.. Directory.EnumerateDirectories(testsFolder)
            .Select(folder => Path.GetFileName(folder)!)
            .Where(name => File.Exists(Path.Combine(testsFolder, name, name + ".csproj")) && Holds(name))
            .Order(StringComparer.Ordinal)];
}
