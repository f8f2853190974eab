using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RedisInfra.Admin.Ring.Files;

/// <summary>
/// The shape that nutcracker's files have: pools, each with keys that have a text or a list of texts.
/// </summary>
internal static class NutcrackerYaml
{
    /// <summary>The pools of a text.</summary>
    public static ImmutableArray<NutcrackerEntry> Read(string text, string file, List<Diagnostic> found)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            Refuse(text, file, found);
            if (!parser.TryConsume<DocumentStart>(out _) || !parser.TryConsume<MappingStart>(out _))
            {
                found.Add(Wrong(file, 1, "the file", "holds no pools"));
                return [];
            }
            var pools = Map(parser, file, found, depth: 0);
            parser.Consume<DocumentEnd>();
            return pools;
        }
        catch (YamlException exception)
        {
            found.Add(Wrong(file, exception.Start.Line, "the text", $"is no YAML: {exception.Message.TrimEnd('.')}"));
            return [];
        }
    }

    private static ImmutableArray<NutcrackerEntry> Map(Parser parser, string file, List<Diagnostic> found, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<NutcrackerEntry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            var entry = new NutcrackerEntry(key.Value, (int)key.Start.Line);
            if (parser.TryConsume<Scalar>(out var value))
            {
                entry = entry with { Text = value.Value };
                if (depth == 0) found.Add(Wrong(file, key.Start.Line, $"\"{key.Value}\"", "is no pool with keys"));
            }
            else if (depth == 0 && parser.TryConsume<MappingStart>(out _))
            {
                entry = entry with { Entries = Map(parser, file, found, depth + 1) };
            }
            else if (depth == 1 && parser.TryConsume<SequenceStart>(out _))
            {
                entry = entry with { Items = List(parser, file, found) };
            }
            else
            {
                found.Add(Wrong(file, key.Start.Line, $"\"{key.Value}\"", "has a value that nutcracker can't read"));
                parser.SkipThisAndNestedEvents();
            }
            entries.Add(entry);
        }
        return entries.ToImmutable();
    }

    private static ImmutableArray<(string Text, int Line)> List(Parser parser, string file, List<Diagnostic> found)
    {
        var items = ImmutableArray.CreateBuilder<(string Text, int Line)>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            if (parser.TryConsume<Scalar>(out var item))
            {
                items.Add((item.Value, (int)item.Start.Line));
                continue;
            }
            found.Add(Wrong(file, parser.Current?.Start.Line ?? 0, "an item of a list", "is no text"));
            parser.SkipThisAndNestedEvents();
        }
        return items.ToImmutable();
    }

    /// <summary>Of YAML nutcracker takes blocks alone: no [lists], {maps}, anchors, tags, nor lines like ---.</summary>
    private static void Refuse(string text, string file, List<Diagnostic> found)
    {
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
        {
            string? what = parser.Current switch
            {
                DocumentStart { IsImplicit: false } => "\"---\"",
                DocumentEnd { IsImplicit: false } => "\"...\"",
                SequenceStart { Style: SequenceStyle.Flow } => "a list in [ ]",
                MappingStart { Style: MappingStyle.Flow } => "a map in { }",
                AnchorAlias alias => $"\"*{alias.Value}\"",
                NodeEvent { Anchor.IsEmpty: false } node => $"\"&{node.Anchor}\"",
                NodeEvent { Tag.IsEmpty: false } node => $"the tag {node.Tag}",
                _ => null,
            };
            if (what is not null)
                found.Add(Wrong(file, parser.Current!.Start.Line, what, "is YAML that nutcracker refuses"));
        }
    }

    private static Diagnostic Wrong(string file, long line, string what, string why) => new("RI3420", $"{file}:{line}",
        $"{what} stands there", $"it {why}", "Write pools as nutcracker reads them: docs/ring.md shows one");
}
