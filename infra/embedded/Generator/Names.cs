using System.Text.RegularExpressions;

namespace RedisInfra.Embedded.Generator;

/// <summary>Turns the names of a member list into C#.</summary>
internal static partial class Names
{
    private static readonly HashSet<string> _keywords = new(StringComparer.Ordinal)
    {
        "base", "class", "continue", "default", "event", "fixed", "for", "in", "is", "lock", "namespace", "object",
        "operator", "params", "private", "public", "readonly", "ref", "string", "switch", "this", "volatile",
    };

    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>A parameter's name; a wire name that C# uses for itself is escaped, and keeps its name at run
    /// time.</summary>
    public static string Parameter(string wire) => _keywords.Contains(wire) ? "@" + wire : wire;

    /// <summary>A type as source. Types of the SDK need no namespace inside Pulumi.*; those of a package keep
    /// theirs.</summary>
    public static string Type(string type)
    {
        var text = type.Replace("System.String", "string").Replace("System.Int32", "int")
            .Replace("System.Boolean", "bool").Replace("System.Object", "object")
            .Replace("System.Collections.Immutable.", "").Replace("System.Text.Json.", "");
        return SdkType().Replace(NullableType().Replace(text, "$1?"), "");
    }

    /// <summary>Every type of the package that <paramref name="type"/> mentions.</summary>
    public static IEnumerable<string> Mentioned(string type) => PackageType().Matches(type).Select(m => m.Value);

    [GeneratedRegex(@"\bPulumi\.(?=[A-Z]\w*(?![\w.]))")]
    private static partial Regex SdkType();

    [GeneratedRegex(@"System\.Nullable<(\w+)>")]
    private static partial Regex NullableType();

    [GeneratedRegex(@"\bPulumi\.(Kubernetes|Random)\.[\w.]+")]
    private static partial Regex PackageType();
}
