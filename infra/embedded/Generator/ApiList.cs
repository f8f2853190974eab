using System.Text.RegularExpressions;

namespace RedisInfra.Embedded.Generator;

internal enum MemberShape
{
    Property,
    Field,
    Constructor,
    Method,
}

/// <summary>One line of a member list. <see cref="Wire"/> is empty where the list gives no wire name.</summary>
internal sealed record ApiMember(
    string Name, MemberShape Shape, bool IsStatic, bool HasSetter, string Type, string Wire, bool Required, bool Json);

internal sealed record ApiType(string Name, string Kind, string Base, IReadOnlyList<ApiMember> Members)
{
    public string Namespace => Name[..Name.LastIndexOf('.')];

    public string ShortName => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>The members that carry values, in the list's order.</summary>
    public IEnumerable<ApiMember> Values => Members.Where(m =>
        !m.IsStatic && (m.Shape == MemberShape.Field || (m.Shape == MemberShape.Property && m.Wire.Length > 0)));
}

/// <summary>Reads a list of public members, one a line, as made from an official assembly.</summary>
internal static partial class ApiList
{
    public static SortedDictionary<string, ApiType> Read(string path)
    {
        var headers = new SortedDictionary<string, (string Kind, string Base)>(StringComparer.Ordinal);
        var members = new Dictionary<string, List<ApiMember>>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0))
        {
            if (HeaderLine().Match(line) is { Success: true } header)
                headers[header.Groups["name"].Value] = (header.Groups["kind"].Value, header.Groups["base"].Value);
            else if (Member(line) is var (owner, member))
                (members.TryGetValue(owner, out var list) ? list : members[owner] = []).Add(member);
            else
                throw new FormatException($"{path}: not a line of a member list: {line}");
        }

        var types = headers.Select(h => new ApiType(
            h.Key, h.Value.Kind, h.Value.Base, members.GetValueOrDefault(h.Key) ?? []));
        return new(types.ToDictionary(t => t.Name), StringComparer.Ordinal);
    }

    private static (string Owner, ApiMember Member)? Member(string line)
    {
        if (PropertyLine().Match(line) is { Success: true } p)
        {
            var wire = p.Groups["wire"].Value.Split(' ');
            return (p.Groups["owner"].Value, new ApiMember(
                p.Groups["name"].Value, MemberShape.Property, p.Groups["static"].Success,
                p.Groups["access"].Value.Contains("set"), p.Groups["type"].Value, wire[0],
                wire.Skip(1).Contains("required"), wire.Skip(1).Contains("json")));
        }

        if (MethodLine().Match(line) is { Success: true } m)
        {
            var shape = m.Groups["name"].Value == "new" ? MemberShape.Constructor : MemberShape.Method;
            return (m.Groups["owner"].Value, new ApiMember(
                m.Groups["name"].Value, shape, m.Groups["static"].Success, false, m.Groups["parameters"].Value, "",
                false, false));
        }

        return FieldLine().Match(line) is { Success: true } f
            ? (f.Groups["owner"].Value, new ApiMember(
                f.Groups["name"].Value, MemberShape.Field, f.Groups["static"].Success, false, f.Groups["type"].Value,
                "", false, false))
            : null;
    }

    [GeneratedRegex(@"^(?<kind>class|struct|enum|interface|delegate) (?<name>\S+)( : (?<base>.+))?$")]
    private static partial Regex HeaderLine();

    [GeneratedRegex(
        @"^(?<owner>\S+) (?<static>static )?(?<name>\w+) \{(?<access>[a-z ]+)\} : "
        + @"(?<type>[^\[]+?)( \[(?<wire>[^\]]+)\])?$")]
    private static partial Regex PropertyLine();

    [GeneratedRegex(@"^(?<owner>\S+) (?<static>static )?(?<name>\w+) ?\((?<parameters>.*?)\)( : .+)?$")]
    private static partial Regex MethodLine();

    [GeneratedRegex(@"^(?<owner>\S+) (?<static>static )?(?<name>\w+) : (?<type>\S.*)$")]
    private static partial Regex FieldLine();
}
