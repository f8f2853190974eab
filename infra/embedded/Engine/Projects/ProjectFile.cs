using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Projects;

/// <summary>Pulumi.yaml: the project's name, how it runs, and defaults of its configuration.</summary>
internal sealed record ProjectFile(
    string Path, string Name, string Description, string Runtime, string Main,
    IReadOnlyDictionary<string, ConfigValue> Defaults, IReadOnlyDictionary<string, string> ProviderPaths)
{
    public const string FileName = "Pulumi.yaml";

    public string Root => System.IO.Path.GetDirectoryName(Path)!;

    /// <exception cref="DiagnosticException">It isn't there or can't be read.</exception>
    public static ProjectFile Load(string root)
    {
        var path = System.IO.Path.Combine(root, FileName);
        if (!File.Exists(path))
        {
            throw new DiagnosticException(new Diagnostic(
                "RI1001", path, "doesn't exist", "the project's name and program stand there",
                "Run in the project's folder, or make the file: name: …, runtime: dotnet, main: …"));
        }

        var map = StackFile.ParseMap(path, File.ReadAllText(path));
        var name = Text(map, "name");
        if (name.Length == 0)
        {
            throw new DiagnosticException(new Diagnostic(
                "RI1002", path, "has no name", "every URN and state file carries the project's name",
                "Add a line `name: my-project`"));
        }

        return new ProjectFile(
            path, name, Text(map, "description"), RuntimeOf(map), Text(map, "main"), DefaultsOf(map, name),
            ProvidersOf(map));
    }

    private static string Text(YamlItem.Map? map, string key) => map?[key] is YamlItem.Scalar text ? text.Value : "";

    private static string RuntimeOf(YamlItem.Map? map) =>
        map?["runtime"] is YamlItem.Map runtime ? Text(runtime, "name") : Text(map, "runtime");

    /// <summary>A default stands there as a plain value, as { value: … } or as { type: …, default: … }.</summary>
    private static Dictionary<string, ConfigValue> DefaultsOf(YamlItem.Map? map, string project)
    {
        var defaults = new Dictionary<string, ConfigValue>(StringComparer.Ordinal);
        if (map?["config"] is not YamlItem.Map config) return defaults;
        foreach (var (key, item) in config.Entries)
        {
            var value = item;
            if (item is YamlItem.Map declared)
            {
                if ((declared["value"] ?? declared["default"]) is not { } given) continue;
                value = given;
            }

            var name = StackFile.FullKey(key.Value, project);
            defaults[name] = new ConfigValue(name, value);
        }

        return defaults;
    }

    private static Dictionary<string, string> ProvidersOf(YamlItem.Map? map)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        if ((map?["plugins"] as YamlItem.Map)?["providers"] is not YamlItem.List list) return paths;
        foreach (var provider in list.Items.OfType<YamlItem.Map>())
            paths[Text(provider, "name")] = Text(provider, "path");
        return paths;
    }
}
