using RedisInfra.Cli.Common;
using RedisInfra.Cli.Testing;

namespace RedisInfra.Cli.Tests.Testing;

public class TestGroupTests
{
    private static readonly string Tests = Path.Combine(Repository.Root, "tests");

    [Fact]
    public void Groups_Together_HoldEveryTestProjectOnce()
    {
        var all = Directory.EnumerateFiles(Tests, "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);
        var grouped = TestGroup.All.Where(g => g.Always).SelectMany(g => g.FindProjects(Tests))
            .Order(StringComparer.Ordinal);
        Assert.Equal(all, grouped);
    }

    [Theory]
    [InlineData("redis", "Redis.Tests")]
    [InlineData("kubernetes", "Kubernetes.Tests")]
    [InlineData("soak", "Kubernetes.Tests")]
    public void Group_OfRealServers_IsOneProject(string group, string project) =>
        Assert.Equal([project], TestGroup.All.Single(g => g.Name == group).FindProjects(Tests));
}
