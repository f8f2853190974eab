using System.Collections.Frozen;
using System.Globalization;

namespace RedisInfra.Model.Observation;

/// <summary>
/// The fields of <c>INFO</c> and <c>CLUSTER INFO</c>: "name:value" lines, with "# Section" lines between.
/// </summary>
public sealed class InfoText
{
    private readonly FrozenDictionary<string, string> _fields;

    private InfoText(FrozenDictionary<string, string> fields) => _fields = fields;

    /// <summary>Keys in all databases, from the lines <c>db0:keys=…</c>.</summary>
    public long KeyCount => _fields.Where(entry => IsNumbered(entry.Key, "db")).Sum(entry => Part(entry.Value, "keys"));

    /// <summary>How far each replica is, from the lines <c>slave0:…,offset=…</c> of a master.</summary>
    public IEnumerable<long> ReplicaOffsets => _fields.Where(entry => IsNumbered(entry.Key, "slave"))
        .Select(entry => Part(entry.Value, "offset"));

    /// <summary>Reads the text; a later field of the same name wins.</summary>
    public static InfoText Parse(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in text.Split('\n',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int colon = line.IndexOf(':');
            if (line[0] != '#' && colon > 0) fields[line[..colon]] = line[(colon + 1)..];
        }
        return new InfoText(fields.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>A field's text, or "" when the server doesn't have it.</summary>
    public string Text(string name) => _fields.GetValueOrDefault(name, "");

    /// <summary>A field's number, or 0 when the server doesn't have it.</summary>
    public long Number(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value
            : 0;

    private static bool IsNumbered(string name, string what) => name.Length > what.Length
        && name.StartsWith(what, StringComparison.Ordinal) && char.IsAsciiDigit(name[what.Length]);

    private static long Part(string value, string name)
    {
        foreach (string part in value.Split(','))
        {
            if (part.StartsWith(name + "=", StringComparison.Ordinal)
                && long.TryParse(part.AsSpan(name.Length + 1), CultureInfo.InvariantCulture, out long number))
                return number;
        }
        return 0;
    }
}
