using System.Globalization;

namespace RedisInfra.Cli.Testing;

/// <summary>
/// The table of a Markdown file that says what the tests ran of the scenarios, between two marks. Its rows come from
/// lines that the tests write: scenario, what was run, seconds and result, with tabs between them.
/// </summary>
internal static class ScenarioTable
{
    public const string Begin = "<!-- runs -->";
    public const string End = "<!-- end of runs -->";
    private const string Head = "| | what was run | took | result |\n|---|---|---|---|\n";

    /// <summary>The text with these rows: in the place of the same steps' older ones, and beside all others.</summary>
    public static string Merge(string text, IEnumerable<string> lines)
    {
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        int end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new FormatException($"the file has no place for a table: a line {Begin} and after it a line {End}");
        begin += Begin.Length;
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var older = text[begin..end].Split('\n').Where(row => row.StartsWith("| S", StringComparison.Ordinal));
        var newer = lines.Select(line => line.Split('\t')).GroupBy(words => (words[0], words[1])).Select(Row);
        foreach (string row in older.Concat(newer)) rows[KeyOf(row)] = row;
        return $"{text[..begin]}\n\n{Head}{string.Join('\n', rows.Values)}\n\n{text[end..]}";
    }

    /// <summary>What ran several times is told by the slowest that failed, or the slowest.</summary>
    private static string Row(IGrouping<(string Scenario, string Ran), string[]> runs)
    {
        var told = runs.OrderBy(HasPassed).ThenByDescending(words => int.Parse(words[2], CultureInfo.InvariantCulture))
            .First();
        int count = runs.Count();
        string result = count == 1 ? told[3] : $"{runs.Count(HasPassed)} of {count} passed; the slowest {told[3]}";
        return $"| {runs.Key.Scenario} | {runs.Key.Ran} | {told[2]} s | {result} |";
    }

    private static bool HasPassed(string[] words) => words[3].StartsWith("passed", StringComparison.Ordinal);

    /// <summary>The scenario and what was run.</summary>
    private static string KeyOf(string row) => string.Join('|', row.Split('|')[1..3]);
}
