namespace RedisInfra.Embedded.Generator;

internal sealed record ResourceKind(string Type, IReadOnlyList<string> Secrets);

/// <summary>kinds.txt: which resources to generate, and what the member lists don't say about them.</summary>
internal sealed class KindList
{
    public List<ResourceKind> Kinds { get; } = [];

    /// <summary>Provider type -> package name.</summary>
    public Dictionary<string, string> Providers { get; } = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> _groups = new(StringComparer.Ordinal);

    public static KindList Read(string path)
    {
        var list = new KindList();
        foreach (var line in File.ReadLines(path))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case []:
                case ["#" or [.., '#'], ..]:
                    break;
                case ["group", var segment]:
                    list._groups[segment] = "";
                    break;
                case ["group", var segment, var group]:
                    list._groups[segment] = group;
                    break;
                case ["kind", var type, .. var rest]:
                    list.Kinds.Add(new(type, [.. rest.SelectMany(Secrets)]));
                    break;
                case ["provider", var type, var package]:
                    list.Providers[type] = package;
                    break;
                default:
                    throw new FormatException($"{path}: not understood: {line}");
            }
        }

        return list;
    }

    /// <summary>The API version of a Kubernetes type: "apps/v1" of Pulumi.Kubernetes.Apps.V1.StatefulSet, "v1" of a
    /// core type.</summary>
    public string ApiVersion(ApiType type)
    {
        var segments = type.Name.Split('.');
        var group = _groups.GetValueOrDefault(segments[^3], segments[^3].ToLowerInvariant());
        var version = segments[^2].ToLowerInvariant();
        return group.Length == 0 ? version : $"{group}/{version}";
    }

    /// <summary>The token that Pulumi knows the resource by.</summary>
    public string Token(ApiType type)
    {
        if (!type.Name.StartsWith("Pulumi.Kubernetes.", StringComparison.Ordinal))
        {
            var package = type.Name.Split('.')[1].ToLowerInvariant();
            return $"{package}:index/{Names.Camel(type.ShortName)}:{type.ShortName}";
        }

        var apiVersion = ApiVersion(type);
        return $"kubernetes:{(apiVersion.Contains('/') ? apiVersion : "core/" + apiVersion)}:{type.ShortName}";
    }

    private static IEnumerable<string> Secrets(string word) => word.StartsWith("secret=", StringComparison.Ordinal)
        ? word["secret=".Length..].Split(',')
        : throw new FormatException($"not understood after a kind: {word}");
}
