using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tidy.Tests;

/// <summary>Methods of at most 70 lines, one public type a file, file-scoped namespaces.</summary>
public class DeclarationTests
{
    private const int MaxMethodLines = 70;

    [Fact]
    public void Method_Always_HasAtMost70Lines() =>
        Findings.None(
            from file in SourceTree.CSharp
            from node in file.Syntax.DescendantNodes()
            where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax
            let span = node.GetLocation().GetLineSpan()
            let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
            where lines > MaxMethodLines
            select file.At(node, $"{lines} lines"));

    [Fact]
    public void File_Always_DeclaresAtMostOnePublicType() =>
        Findings.None(
            from file in SourceTree.CSharp.Where(f => !f.Path.StartsWith("tests/", StringComparison.Ordinal))
            let types = TopLevelTypes(file).Where(IsPublic).Select(Name).Distinct().ToList()
            where types.Count > 1
            select $"{file.Path}: {string.Join(", ", types)}");

    [Fact]
    public void Namespace_Always_IsFileScoped() =>
        Findings.None(
            from file in SourceTree.CSharp
            from node in file.Syntax.DescendantNodes().OfType<NamespaceDeclarationSyntax>()
            select file.At(node, $"namespace {node.Name} {{ }}"));

    private static IEnumerable<MemberDeclarationSyntax> TopLevelTypes(SourceFile file) =>
        file.Syntax.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(n => n is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static bool IsPublic(MemberDeclarationSyntax type) => type.Modifiers.Any(SyntaxKind.PublicKeyword);

    // Generic forms of one name (Output, Output<T>) may share a file.
    private static string Name(MemberDeclarationSyntax type) =>
        type is BaseTypeDeclarationSyntax t ? t.Identifier.Text : ((DelegateDeclarationSyntax)type).Identifier.Text;
}
