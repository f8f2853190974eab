namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>Columns of text, two blanks apart, as Pulumi prints them.</summary>
internal static class TextTable
{
    public static async Task WriteAsync(TextWriter output, string[] header, IEnumerable<string[]> rows,
        string indent = "")
    {
        var all = rows.Prepend(header).ToList();
        var widths = Enumerable.Range(0, header.Length).Select(c => all.Max(r => r[c].Length)).ToArray();
        foreach (var row in all)
        {
            var line = string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c])));
            await output.WriteLineAsync(indent + line.TrimEnd());
        }
    }
}
