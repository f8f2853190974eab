using System.Text.RegularExpressions;

namespace Tidy.Tests;

/// <summary>docs/errors.md lists exactly the codes that the sources use, each once.</summary>
public class ErrorCodeTests
{
    private static IEnumerable<string> Used =>
        SourceTree.Files
            .Where(f => !f.Path.StartsWith("tests/", StringComparison.Ordinal)
                && (f.IsScript || Path.GetExtension(f.Path) is ".cs" or ".py"))
            .SelectMany(f => Regex.Matches(CodeOf(f), @"\bRI[1-9]\d{3}\b").Select(m => m.Value))
            .Distinct().Order();

    private static IReadOnlyList<string> Listed =>
        [.. Regex.Matches(
            SourceTree.Files.Single(f => f.Path == "docs/errors.md").Text, @"^\| (RI\d{4}) \|", RegexOptions.Multiline)
            .Select(m => m.Groups[1].Value)];

    [Fact]
    public void Code_UsedInSources_IsListed() => Findings.None(Used.Except(Listed));

    [Fact]
    public void Code_Listed_IsUsedInSources() => Findings.None(Listed.Except(Used));

    [Fact]
    public void Code_Listed_StandsOnce() =>
        Findings.None(Listed.GroupBy(code => code).Where(g => g.Count() > 1).Select(g => g.Key));

    // Comments may give a code as an example.
    private static string CodeOf(SourceFile file) =>
        string.Join('\n', file.Lines.Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
}
