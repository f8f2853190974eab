namespace Tidy.Tests;

/// <summary>Sizes: files of at most 400 lines, lines of at most 120 columns.</summary>
public class FileTests
{
    private const int MaxLines = 400;
    private const int MaxColumns = 120;

    private static IEnumerable<SourceFile> Written => SourceTree.Files.Where(f =>
        !f.IsGenerated && (f.IsScript || Path.GetExtension(f.Path) is ".cs" or ".py" or ".c"));

    [Fact]
    public void File_Always_HasAtMost400Lines() =>
        Findings.None(Written.Where(f => f.Lines.Length - 1 > MaxLines)
            .Select(f => $"{f.Path}: {f.Lines.Length - 1} lines"));

    [Fact]
    public void Line_Always_HasAtMost120Columns() =>
        Findings.None(Written.SelectMany(f => f.Lines.Select((line, i) => (line, i))
            .Where(l => l.line.Length > MaxColumns)
            .Select(l => $"{f.Path}:{l.i + 1}: {l.line.Length} columns")));

    [Fact]
    public void Text_Always_HasNoLeftovers()
    {
        // Written in two parts, so that this file isn't its own finding.
        string[] leftovers = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "NotImplemented" + "Exception"];
        Findings.None(
            from file in Written
            from word in leftovers
            where System.Text.RegularExpressions.Regex.IsMatch(file.Text, $@"\b{word}\b")
            select $"{file.Path}: {word}");
    }
}
