using System.Reflection;
using System.Text.RegularExpressions;
using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests;

public sealed partial class ReadmeTests
{
    [Fact]
    public void Readme_Outputs_AreTheComponents()
    {
        var readme = File.ReadAllText(
            Path.Combine(Snapshots.TestFolder, "../../components/RedisInfra.Components/README.md"));
        var listed = OutputRow().Matches(readme).Select(match => match.Groups[1].Value);

        var declared = typeof(RedisCluster)
            .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(property => property.GetCustomAttribute<OutputAttribute>()!.Name!);
        Assert.Equal(declared.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex OutputRow();
}
