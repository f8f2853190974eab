using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tidy.Tests;

/// <summary>No blocking on tasks, no wall clock, no sleeping, no console in libraries, no #if on the host.</summary>
public class BannedApiTests
{
    private static readonly string[] BannedStatics =
    [
        "DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow",
        "Thread.Sleep", "Task.WaitAll", "Task.WaitAny",
    ];

    // What the framework calls is synchronous there: an attribute's constructor, a JsonConverter.
    private static readonly string[] MayBlock =
        ["tests/Kubernetes.Tests/LabObstacle.cs", "infra/embedded/Pulumi/Outputs/OutputJson.cs"];

    private static readonly string[] Libraries =
    [
        "components", "stacks", "infra/RedisInfra.Model", "infra/RedisInfra.Admin", "infra/RedisInfra.Kubernetes",
    ];

    [Fact]
    public void Source_Always_AvoidsBannedStatics() =>
        Findings.None(
            from file in SourceTree.CSharp
            from access in file.Syntax.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            where BannedStatics.Contains(LastTwoNames(access))
            select file.At(access, access.ToString()));

    [Fact]
    public void Source_Always_AwaitsTasks() =>
        Findings.None(
            from file in SourceTree.CSharp.Where(f => !MayBlock.Contains(f.Path))
            from access in file.Syntax.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            where Blocks(access)
            select file.At(access, access.ToString()));

    [Fact]
    public void Library_Always_LeavesTheConsoleAlone() =>
        Findings.None(
            from file in SourceTree.CSharp.In(Libraries)
            from access in file.Syntax.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            where access.Expression.ToString() is "Console" or "System.Console"
            select file.At(access, access.ToString()));

    [Fact]
    public void Source_OutsideTheEmbeddedHost_HasNoConditionalCode() =>
        Findings.None(
            from file in SourceTree.CSharp
            where !file.Path.StartsWith("infra/embedded/", StringComparison.Ordinal)
            from trivia in file.Syntax.DescendantTrivia(descendIntoTrivia: true)
            where trivia.GetStructure() is IfDirectiveTriviaSyntax
            select $"{file.Path}: {trivia.ToString().Trim()}");

    [Fact]
    public void Test_Always_Runs() =>
        Findings.None(
            from file in SourceTree.CSharp.In("tests")
            from argument in file.Syntax.DescendantNodes().OfType<AttributeArgumentSyntax>()
            where argument.NameEquals?.Name.Identifier.Text == "Skip"
            select file.At(argument, argument.ToString()));

    private static string LastTwoNames(MemberAccessExpressionSyntax access) =>
        string.Join('.', access.ToString().Split('.').TakeLast(2));

    // Task.Result and Task.Wait() by their shape: what the name belongs to isn't known without compiling.
    private static bool Blocks(MemberAccessExpressionSyntax access) => access.Name.Identifier.Text switch
    {
        "GetResult" => access.Expression is InvocationExpressionSyntax,
        "Wait" => access.Parent is InvocationExpressionSyntax,
        "Result" => access.Expression is InvocationExpressionSyntax
            || access.Expression.ToString().EndsWith("ask", StringComparison.Ordinal),
        _ => false,
    };
}
