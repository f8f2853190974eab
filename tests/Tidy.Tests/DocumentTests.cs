using System.Text.RegularExpressions;

namespace Tidy.Tests;

/// <summary>What documents say about files and tests is true.</summary>
public class DocumentTests
{
    private static IEnumerable<SourceFile> Documents =>
        SourceTree.Files.In("docs").Where(f => f.Path.EndsWith(".md", StringComparison.Ordinal));

    /// <summary>Such as <c>Migration/WindowCommit.cs</c>: the end of a path.</summary>
    [Fact]
    public void SourceFile_NamedInADocument_Exists() => Findings.None(
        from named in Named(@"`([\w./]+\.cs)`")
        let end = $"/{named.Name}"
        where !SourceTree.Files.Any(f => $"/{f.Path}".EndsWith(end, StringComparison.Ordinal))
        select $"{named.Document}: {named.Name}");

    /// <summary>Such as <c>FileTests.Line_Always_HasAtMost120Columns</c>; a star stands for any end.</summary>
    [Fact]
    public void Test_NamedInADocument_Exists()
    {
        var tests = SourceTree.CSharp.In("tests")
            .ToLookup(f => Path.GetFileNameWithoutExtension(f.Path), f => f.Text);
        Findings.None(
            from named in Named(@"`(\w+Tests\.\w+\*?)`")
            let parts = named.Name.Split('.')
            let method = parts[1].EndsWith('*') ? $" {Regex.Escape(parts[1][..^1])}" : $@" {Regex.Escape(parts[1])}\("
            where !tests[parts[0]].Any(text => Regex.IsMatch(text, method))
            select $"{named.Document}: {named.Name}");
    }

    private static IEnumerable<(string Document, string Name)> Named(string pattern) =>
        from file in Documents
        from Match match in Regex.Matches(file.Text, pattern)
        select (file.Path, match.Groups[1].Value);
}
