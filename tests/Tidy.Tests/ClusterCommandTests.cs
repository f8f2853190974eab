using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tidy.Tests;

/// <summary>
/// Commands that take slots or epochs away from a node, or guess which of two copies is right, are never sent to a
/// cluster that may hold data: docs/moving-slots.md.
/// </summary>
public class ClusterCommandTests
{
    private static readonly string[] Never =
        ["DELSLOTS", "FLUSHSLOTS", "BUMPEPOCH", "--cluster fix", "TAKEOVER"];

    [Fact]
    public void Source_Always_SendsNothingThatGuesses() => Findings.None(
        from file in SourceTree.CSharp.In("infra", "components", "stacks")
        from token in file.Syntax.DescendantTokens()
        where token.IsKind(SyntaxKind.StringLiteralToken) || token.IsKind(SyntaxKind.InterpolatedStringTextToken)
        from command in Never
        where token.ValueText.Contains(command, StringComparison.Ordinal)
        select file.At(token.Parent!, command));
}
