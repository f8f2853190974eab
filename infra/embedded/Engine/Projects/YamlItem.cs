using YamlDotNet.Core;

namespace RedisInfra.Embedded.Engine.Projects;

/// <summary>
/// A node of a YAML text with the span of text that it covers, so that one value can be changed and every comment,
/// blank line and order around it stays.
/// </summary>
internal abstract record YamlItem(int Start, int End, int Line, int Column)
{
    public sealed record Scalar(string Value, bool Plain, int Start, int End, int Line, int Column)
        : YamlItem(Start, End, Line, Column);

    public sealed record List(IReadOnlyList<YamlItem> Items, int Start, int End, int Line, int Column)
        : YamlItem(Start, End, Line, Column);

    public sealed record Map(
        IReadOnlyList<KeyValuePair<Scalar, YamlItem>> Entries, bool Flow, int Start, int End, int Line, int Column)
        : YamlItem(Start, End, Line, Column)
    {
        public YamlItem? this[string key] => Entries.FirstOrDefault(e => e.Key.Value == key).Value;
    }
}

/// <summary>A YAML text that can't be read, and where.</summary>
internal sealed class YamlProblemException(string problem, int line, int column) : Exception(problem)
{
    public int Line => line;
    public int Column => column;

    public YamlProblemException(string problem, Mark at) : this(problem, (int)at.Line, (int)at.Column)
    {
    }
}
