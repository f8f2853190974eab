using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RedisInfra.Embedded.Engine.Projects;

/// <summary>Parses a YAML text of one document into <see cref="YamlItem"/>s.</summary>
internal static class YamlText
{
    private const int DepthLimit = 64;

    /// <summary>The document's root; null when the text holds none.</summary>
    /// <exception cref="YamlProblemException">It is not YAML, or holds a key twice.</exception>
    public static YamlItem? Parse(string text)
    {
        var scanner = new Scanner(new StringReader(text));
        try
        {
            var parser = new Parser(scanner);
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _)) return null;
            parser.Consume<DocumentStart>();
            var reader = new Reader(parser, text);
            var root = reader.Read(0);
            parser.Consume<DocumentEnd>();
            if (parser.TryConsume<DocumentStart>(out var second))
                throw new YamlProblemException("a second document starts here", second.Start);
            return root is YamlItem.Scalar { Plain: true, Value: "" } ? null : root;
        }
        catch (YamlException e)
        {
            throw new YamlProblemException(e.InnerException?.Message ?? e.Message, e.Start);
        }
        catch (InvalidOperationException)
        {
            // The scanner's only word for a plain text in brackets that meets the colon of a later line.
            throw new YamlProblemException("a bracket isn't closed before this", scanner.CurrentPosition);
        }
    }

    private sealed class Reader(Parser parser, string text)
    {
        private readonly Dictionary<string, YamlItem> _anchors = new(StringComparer.Ordinal);

        public YamlItem Read(int depth)
        {
            var next = parser.Current!;
            if (depth > DepthLimit) throw new YamlProblemException($"more than {DepthLimit} levels", next.Start);
            if (parser.TryConsume<AnchorAlias>(out var alias))
            {
                return _anchors.TryGetValue(alias.Value.Value, out var found)
                    ? found
                    : throw new YamlProblemException($"no anchor &{alias.Value.Value} stands before this", alias.Start);
            }

            YamlItem item = parser.TryConsume<Scalar>(out var scalar) ? ReadScalar(scalar)
                : parser.TryConsume<MappingStart>(out var map) ? ReadMap(map, depth)
                : ReadList(parser.Consume<SequenceStart>(), depth);
            if (next is NodeEvent { Anchor.IsEmpty: false } named) _anchors[named.Anchor.Value] = item;
            return item;
        }

        private YamlItem.Scalar ReadScalar(Scalar scalar)
        {
            var (start, end) = ((int)scalar.Start.Index, (int)scalar.End.Index);
            while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
            return new(scalar.Value, scalar.Style is ScalarStyle.Plain, start, end,
                (int)scalar.Start.Line, (int)scalar.Start.Column);
        }

        private YamlItem.Map ReadMap(MappingStart start, int depth)
        {
            var entries = new List<KeyValuePair<YamlItem.Scalar, YamlItem>>();
            var lastEnd = (int)start.End.Index;
            MappingEnd end;
            while (!parser.TryConsume(out end!))
            {
                if (!parser.TryConsume<Scalar>(out var keyEvent))
                    throw new YamlProblemException("a key must be plain text", parser.Current!.Start);
                var key = ReadScalar(keyEvent);
                if (entries.Any(e => e.Key.Value == key.Value))
                    throw new YamlProblemException($"the key {key.Value} stands here twice", keyEvent.Start);
                var value = Read(depth + 1);
                entries.Add(new(key, value));
                lastEnd = Math.Max(lastEnd, Math.Max(key.End, value.End));
            }

            var flow = start.Style == MappingStyle.Flow;
            return new(entries, flow, (int)start.Start.Index, flow ? Closing('}', end) : lastEnd,
                (int)start.Start.Line, (int)start.Start.Column);
        }

        /// <summary>The parser's mark of a closing bracket stands before it.</summary>
        private int Closing(char bracket, ParsingEvent end) => text.IndexOf(bracket, (int)end.Start.Index) + 1;

        private YamlItem.List ReadList(SequenceStart start, int depth)
        {
            var items = new List<YamlItem>();
            var lastEnd = (int)start.End.Index;
            SequenceEnd end;
            while (!parser.TryConsume(out end!))
            {
                var item = Read(depth + 1);
                items.Add(item);
                lastEnd = Math.Max(lastEnd, item.End);
            }

            return new(items, (int)start.Start.Index,
                start.Style == SequenceStyle.Flow ? Closing(']', end) : lastEnd,
                (int)start.Start.Line, (int)start.Start.Column);
        }
    }
}
