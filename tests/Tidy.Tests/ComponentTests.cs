using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tidy.Tests;

/// <summary>components/ describe: they read no configuration and do no input or output.</summary>
public class ComponentTests
{
    private static readonly string[] BannedNames =
    [
        "File", "Directory", "Environment", "HttpClient", "Process", "Socket", "TcpClient", "Console",
    ];

    [Fact]
    public void Component_Always_LeavesConfigurationToTheProgram() =>
        Findings.None(
            from file in SourceTree.CSharp.In("components")
            from creation in file.Syntax.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>()
            where creation is ObjectCreationExpressionSyntax { Type: var type }
                && type.ToString() is "Config" or "Pulumi.Config"
            select file.At(creation, creation.ToString()));

    [Fact]
    public void Component_Always_DoesNoInputOrOutput() =>
        Findings.None(
            from file in SourceTree.CSharp.In("components")
            from node in file.Syntax.DescendantNodes()
            let name = node switch
            {
                MemberAccessExpressionSyntax access => access.Expression.ToString(),
                ObjectCreationExpressionSyntax creation => creation.Type.ToString(),
                _ => "",
            }
            where BannedNames.Contains(name.Split('.')[^1])
            select file.At(node, name));

    [Fact]
    public void ComponentsProject_Always_DependsOnModelOnly()
    {
        var project = SourceTree.Files.Single(f =>
            f.Path == "components/RedisInfra.Components/RedisInfra.Components.csproj");
        var references = Regex.Matches(project.Text, "ProjectReference Include=\"([^\"]+)\"")
            .Select(m => Path.GetFileNameWithoutExtension(m.Groups[1].Value));
        Assert.Equal(["RedisInfra.Model"], references);
    }
}
