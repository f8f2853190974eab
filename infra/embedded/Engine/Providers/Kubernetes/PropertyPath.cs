using System.Collections.Immutable;
using System.Globalization;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

/// <summary>Property paths as Pulumi writes them: <c>spec.ports[0].port</c>,
/// <c>metadata.labels["app.kubernetes.io/name"]</c>.</summary>
internal static class PropertyPath
{
    public static string Format(IEnumerable<object> segments)
    {
        var text = new System.Text.StringBuilder();
        foreach (var segment in segments)
        {
            if (segment is int index)
                text.Append(CultureInfo.InvariantCulture, $"[{index}]");
            else if (segment is string name && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '$'))
                text.Append(text.Length > 0 ? "." : "").Append(name);
            else
                text.Append(CultureInfo.InvariantCulture, $"[\"{segment.ToString()!.Replace("\"", "\\\"")}\"]");
        }

        return text.ToString();
    }

    /// <summary>Segments are names and indices; "*" stands for any index or name.</summary>
    public static ImmutableArray<object> Parse(string path)
    {
        var segments = ImmutableArray.CreateBuilder<object>();
        var position = 0;
        while (position < path.Length)
        {
            if (path[position] == '.')
            {
                position++;
            }
            else if (path[position] == '[')
            {
                var quoted = position + 1 < path.Length && path[position + 1] == '"';
                var end = path.IndexOf(quoted ? "\"]" : "]", position + 1, StringComparison.Ordinal);
                if (end < 0)
                    throw new FormatException($"no closing bracket in property path \"{path}\"");
                var inner = path[(position + (quoted ? 2 : 1))..end];
                segments.Add(!quoted && int.TryParse(inner, out var index) ? index : inner);
                position = end + (quoted ? 2 : 1);
            }
            else
            {
                var end = path.IndexOfAny(['.', '['], position);
                end = end < 0 ? path.Length : end;
                segments.Add(path[position..end]);
                position = end;
            }
        }

        return segments.ToImmutable();
    }

    /// <summary>Whether <paramref name="path"/> is <paramref name="prefix"/> or lies under it.</summary>
    public static bool IsUnder(IReadOnlyList<object> path, IReadOnlyList<object> prefix) =>
        path.Count >= prefix.Count
        && Enumerable.Range(0, prefix.Count).All(i => prefix[i] is "*" || prefix[i].Equals(path[i]));
}
