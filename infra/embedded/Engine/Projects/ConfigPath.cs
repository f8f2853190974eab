using System.Globalization;

namespace RedisInfra.Embedded.Engine.Projects;

/// <summary>
/// The place of a value: a key and, with --path, the steps into it. <c>redis.orders.shards</c>, <c>names[0]</c>,
/// <c>outer["a.b"]</c>, with or without a namespace before the key.
/// </summary>
internal sealed record ConfigPath(string Key, IReadOnlyList<string> Steps)
{
    public static ConfigPath OfKey(string key, string project) => new(StackFile.FullKey(key, project), []);

    /// <exception cref="FormatException">The text is no path.</exception>
    public static ConfigPath Parse(string text, string project)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var steps = new List<string>();
        for (var at = colon + 1; at < text.Length;) at = ReadStep(text, at, steps);
        if (steps.Count == 0) throw new FormatException($"{text} names no key");
        var key = (colon < 0 ? "" : text[..(colon + 1)]) + steps[0];
        return new(StackFile.FullKey(key, project), steps[1..]);
    }

    /// <summary>The place in a list that a step means; null when it can only be a key.</summary>
    public static int? Index(string step) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static int ReadStep(string text, int at, List<string> steps)
    {
        if (text[at] == '.') at++;
        if (at < text.Length && text[at] == '[')
        {
            var quoted = at + 1 < text.Length && text[at + 1] == '"';
            var start = quoted ? at + 2 : at + 1;
            var end = text.IndexOf(quoted ? "\"]" : "]", start, StringComparison.Ordinal);
            if (end <= start) throw new FormatException($"{text} has a bracket that isn't closed");
            steps.Add(text[start..end]);
            return end + (quoted ? 2 : 1);
        }

        var stop = text.AsSpan(at).IndexOfAny('.', '[') is var offset && offset < 0 ? text.Length : at + offset;
        if (stop == at) throw new FormatException($"{text} has an empty step");
        steps.Add(text[at..stop]);
        return stop;
    }
}
