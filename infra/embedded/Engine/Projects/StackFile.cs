using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Projects;

/// <summary>
/// Pulumi.{stack}.yaml: a stack's configuration and the salt of its secrets, with the text they were read from.
/// </summary>
internal sealed record StackFile(
    string Path, string Text, string? Salt, IReadOnlyDictionary<string, ConfigValue> Config)
{
    public const string SaltKey = "encryptionsalt";
    public const string ConfigKey = "config";
    private static readonly string[] _known = [ConfigKey, SaltKey, "secretsprovider", "encryptedkey", "environment"];

    public bool Exists => Text.Length > 0 || File.Exists(Path);

    public bool HasSecrets => Config.Values.Any(v => v.IsSecret);

    public static string PathOf(string root, string stack) => System.IO.Path.Combine(root, $"Pulumi.{stack}.yaml");

    /// <summary>The stacks that have a file in <paramref name="root"/>.</summary>
    public static IReadOnlyList<string> StacksIn(string root) =>
        Directory.EnumerateFiles(root, "Pulumi.*.yaml").Select(System.IO.Path.GetFileName).OfType<string>()
            .Select(f => f["Pulumi.".Length..^".yaml".Length])
            .Where(s => s.Length > 0).Order(StringComparer.Ordinal).ToList();

    /// <summary>An absent file is an empty one.</summary>
    /// <exception cref="DiagnosticException">It can't be read: where, and why.</exception>
    public static StackFile Load(string root, string stack, string project)
    {
        var path = PathOf(root, stack);
        return Parse(path, File.Exists(path) ? File.ReadAllText(path) : "", project);
    }

    public static StackFile Parse(string path, string text, string project)
    {
        var map = ParseMap(path, text);
        var problems = new List<Diagnostic>();
        foreach (var (key, _) in map?.Entries ?? [])
        {
            if (_known.Contains(key.Value)) continue;
            var meant = DidYouMean.Find(key.Value, _known);
            problems.Add(new Diagnostic(
                "RI1004", At(path, key), $"has the key {key.Value}", "a stack file has no such key",
                meant is null ? $"Put configuration below `{ConfigKey}:`"
                    : $"Did you mean {meant}? Else put it below `{ConfigKey}:`"));
        }

        RefuseUnsupported(path, map, problems);
        var config = ReadConfig(path, map, project, problems);
        if (problems.Count > 0) throw new DiagnosticException([.. problems]);
        var salt = map?[SaltKey] is YamlItem.Scalar { Value.Length: > 0 } scalar ? scalar.Value : null;
        return new StackFile(path, text, salt, config);
    }

    /// <summary>The text's root as a map; null when it is empty.</summary>
    public static YamlItem.Map? ParseMap(string path, string text)
    {
        try
        {
            return YamlText.Parse(text) switch
            {
                null => null,
                YamlItem.Map map => map,
                var other => throw new YamlProblemException("the file must be a map of keys", other.Line, other.Column),
            };
        }
        catch (YamlProblemException e)
        {
            throw new DiagnosticException(new Diagnostic(
                "RI1003", $"{path}:{e.Line}:{e.Column}", "is not valid YAML", e.Message.TrimEnd('.'),
                "Correct that line; often an indentation, a missing colon or a quote that isn't closed"));
        }
    }

    /// <summary>A key without a namespace is one of the project's.</summary>
    public static string FullKey(string key, string project)
    {
        var parts = key.Split(':');
        return parts.Length switch
        {
            1 => $"{project}:{key}",
            // An old spelling that Pulumi still reads.
            3 when parts[1] == "config" => $"{parts[0]}:{parts[2]}",
            _ => key,
        };
    }

    public static string At(string path, YamlItem item) => $"{path}:{item.Line}:{item.Column}";

    private static void RefuseUnsupported(string path, YamlItem.Map? map, List<Diagnostic> problems)
    {
        if (map?["secretsprovider"] is YamlItem.Scalar { Value: not ("" or "passphrase" or "default") } provider)
        {
            problems.Add(new Diagnostic(
                "RI1005", At(path, provider), $"has the secrets provider {provider.Value}",
                "the embedded engine knows passphrase only",
                    "Use the Pulumi CLI for this stack, or change the provider there"));
        }

        if (map?["environment"] is { } environment)
        {
            problems.Add(new Diagnostic(
                "RI1006", At(path, environment), "imports environments", "those live in Pulumi Cloud",
                "Write the values below `config:`, or use the Pulumi CLI for this stack"));
        }
    }

    private static Dictionary<string, ConfigValue> ReadConfig(
        string path, YamlItem.Map? map, string project, List<Diagnostic> problems)
    {
        var config = new Dictionary<string, ConfigValue>(StringComparer.Ordinal);
        var item = map?[ConfigKey];
        if (item is null or YamlItem.Scalar { Plain: true, Value: "" or "null" or "~" }) return config;
        if (item is not YamlItem.Map entries)
        {
            problems.Add(new Diagnostic(
                "RI1007", At(path, item), "config is no map", "each value needs its key",
                    "Write `config:` and below it `key: value`"));
            return config;
        }

        foreach (var (key, value) in entries.Entries)
        {
            var name = FullKey(key.Value, project);
            if (name.Split(':') is not [{ Length: > 0 }, { Length: > 0 }])
            {
                problems.Add(new Diagnostic(
                    "RI1008", At(path, key), $"has the key {key.Value}", "a key is \"namespace:name\"",
                    $"Write {project}:name"));
            }
            else if (!config.TryAdd(name, new ConfigValue(name, value)))
            {
                problems.Add(new Diagnostic(
                    "RI1009", At(path, key), $"has the key {key.Value}", $"{name} stands in the file already",
                    "Remove one of the two"));
            }
        }

        return config;
    }
}
