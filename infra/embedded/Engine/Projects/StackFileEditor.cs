using System.Text.Json.Nodes;

namespace RedisInfra.Embedded.Engine.Projects;

/// <summary>
/// Changes one value in the text of a stack file and leaves every other character as it is. The result is read again
/// and compared: an edit that would have changed anything else is refused.
/// </summary>
internal static class StackFileEditor
{
    private const string Indent = "  ";

    /// <param name="file">The file as it is.</param>
    /// <param name="project">Whose keys may stand there without a namespace.</param>
    /// <param name="path">The place.</param>
    /// <param name="value">The value in YAML, on one line; <see cref="Secure"/> makes that of a secret.</param>
    public static StackFile Set(StackFile file, string project, ConfigPath path, string value)
    {
        var text = file.Text;
        var root = StackFile.ParseMap(file.Path, text);
        var config = root?[StackFile.ConfigKey];
        string edited;
        if (config is YamlItem.Map map) edited = SetIn(text, map, map, FindKey(map, path.Key, project), path, value);
        else
        {
            var line = $"{Indent}{YamlScalarText.Of(path.Key)}: {YamlScalarText.Nest(path.Steps, value)}\n";
            var key = root?.Entries.FirstOrDefault(e => e.Key.Value == StackFile.ConfigKey).Key;
            edited = key is null
                ? WithNewline(text) + $"{StackFile.ConfigKey}:\n" + line
                : InsertLine(text[..key.End] + ":" + RestAfterEmpty(text, key.End, config), key.End, line);
        }

        return Checked(file, edited, project, path.Key);
    }

    /// <summary>Null when there is nothing at <paramref name="path"/>.</summary>
    public static StackFile? Remove(StackFile file, string project, ConfigPath path)
    {
        if (StackFile.ParseMap(file.Path, file.Text)?[StackFile.ConfigKey] is not YamlItem.Map config) return null;
        YamlItem holder = config;
        var step = FindKey(config, path.Key, project);
        if (step is null) return null;
        foreach (var next in path.Steps)
        {
            if (Child(holder, step) is not { } child) return null;
            (holder, step) = (child, next);
        }

        return Child(holder, step) is null
            ? null
            : Checked(file, Cut(file.Text, holder, step), project, path.Key);
    }

    public static StackFile SetSalt(StackFile file, string project, string salt)
    {
        var line = $"{StackFile.SaltKey}: {salt}";
        var text = StackFile.ParseMap(file.Path, file.Text)?[StackFile.SaltKey] is { } old
            ? file.Text[..old.Start] + salt + file.Text[old.End..]
            : $"{line}\n{file.Text}";
        return Checked(file, text, project, changed: null);
    }

    public static string Secure(string ciphertext, bool nested) =>
        nested ? $"{{ {ConfigValue.SecureKey}: {ciphertext} }}" : $"\n    {ConfigValue.SecureKey}: {ciphertext}";

    private static string? FindKey(YamlItem.Map config, string key, string project) =>
        config.Entries.Select(e => e.Key.Value).FirstOrDefault(k => StackFile.FullKey(k, project) == key);

    private static YamlItem? Child(YamlItem holder, string step) => holder switch
    {
        YamlItem.Map map => map[step],
        YamlItem.List list when ConfigPath.Index(step) is { } i && i < list.Items.Count => list.Items[i],
        _ => null,
    };

    private static string SetIn(
        string text, YamlItem.Map config, YamlItem holder, string? key, ConfigPath path, string value)
    {
        if (key is null) return Add(text, config, path.Key, YamlScalarText.Nest(path.Steps, value));
        var item = config[key]!;
        for (var i = 0; i < path.Steps.Count; i++)
        {
            holder = item;
            if (Child(holder, path.Steps[i]) is { } child) item = child;
            else
            {
                var rest = YamlScalarText.Nest(path.Steps.Skip(i + 1), value);
                return holder is YamlItem.Scalar || ConfigValue.SecureText(holder) is not null
                    ? Replace(text, holder, YamlScalarText.Nest(path.Steps.Skip(i), value))
                    : Add(text, holder, path.Steps[i], rest);
            }
        }

        return Replace(text, item, value);
    }

    private static string Replace(string text, YamlItem item, string value)
    {
        // A block that began on its own line moves up to its key.
        var start = item.Start;
        var before = text[..start].TrimEnd(' ', '\n', '\r', '\t');
        var onOwnLine = item is not YamlItem.Scalar && before.EndsWith(':') && text[before.Length..start]
            .Contains('\n');
        if (value.StartsWith('\n') || onOwnLine)
            text = before + (value.StartsWith('\n') ? "" : " ") + value + text[item.End..];
        else
        {
            var gap = start > 0 && text[start - 1] == ':' ? " " : "";
            text = text[..start] + gap + value + text[item.End..];
        }

        return text;
    }

    private static string Add(string text, YamlItem holder, string step, string value)
    {
        if (holder is YamlItem.List list)
        {
            if (ConfigPath.Index(step) != list.Items.Count)
                throw new FormatException($"the list has {list.Items.Count} items: {step} is not the next place");
            return text[list.Start] == '['
                ? InsertInFlow(text, list.End, value, list.Items.Count == 0)
                : InsertAfter(text, list.End, $"{Spaces(list.Column)}- {value}\n");
        }

        var map = (YamlItem.Map)holder;
        var entry = $"{YamlScalarText.Of(step)}: {value}";
        if (map.Flow) return InsertInFlow(text, map.End, entry.ReplaceLineEndings(" "), map.Entries.Count == 0);
        return InsertAfter(text, map.End, $"{Spaces(map.Entries[0].Key.Column)}{entry.Replace(": \n", ":\n")}\n");
    }

    private static string Spaces(int column) => new(' ', column - 1);

    private static string InsertInFlow(string text, int end, string entry, bool first)
    {
        var before = text[..(end - 1)].TrimEnd(' ');
        var gap = first ? " " : text[before.Length..(end - 1)];
        return before + (first ? " " : ", ") + entry + gap + text[(end - 1)..];
    }

    private static string InsertAfter(string text, int end, string line) => InsertLine(text, end, line);

    private static string InsertLine(string text, int after, string line)
    {
        var newline = text.IndexOf('\n', after);
        return newline < 0 ? text + "\n" + line : text[..(newline + 1)] + line + text[(newline + 1)..];
    }

    private static string RestAfterEmpty(string text, int keyEnd, YamlItem? empty)
    {
        var colon = text.IndexOf(':', keyEnd) + 1;
        var from = empty is YamlItem.Scalar { Value.Length: > 0 } ? empty.End : colon;
        return text[from..];
    }

    private static string WithNewline(string text) => text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";

    private static string Cut(string text, YamlItem holder, string step)
    {
        var (starts, ends, at) = holder switch
        {
            YamlItem.Map map => (
                map.Entries.Select(e => e.Key.Start).ToList(), map.Entries.Select(e => Math.Max(e.Key.End, e.Value.End))
                    .ToList(),
                map.Entries.ToList().FindIndex(e => e.Key.Value == step)),
            YamlItem.List list => (
                list.Items.Select(i => i.Start).ToList(), list.Items.Select(i => i.End).ToList(),
                ConfigPath.Index(step)!.Value),
            _ => throw new FormatException($"{step} is in no map or list"),
        };
        var flow = holder is YamlItem.Map { Flow: true } || text[holder.Start] == '[';
        if (starts.Count == 1) return Replace(text, holder, holder is YamlItem.Map ? "{}" : "[]");
        if (flow)
        {
            return at < starts.Count - 1
                ? text[..starts[at]] + text[starts[at + 1]..]
                : text[..ends[at - 1]] + text[ends[at]..];
        }

        var lineStart = text.LastIndexOf('\n', Math.Max(0, starts[at] - 1)) + 1;
        var lineEnd = text.IndexOf('\n', ends[at]);
        return text[..lineStart] + (lineEnd < 0 ? "" : text[(lineEnd + 1)..]);
    }

    private static StackFile Checked(StackFile before, string text, string project, string? changed)
    {
        var after = StackFile.Parse(before.Path, text, project);
        var keys = before.Config.Keys.Union(after.Config.Keys).Where(k => k != changed);
        var same = keys.All(k =>
            before.Config.TryGetValue(k, out var old) && after.Config.TryGetValue(k, out var now)
            && JsonNode.DeepEquals(Plain(old), Plain(now)));
        return same
            ? after
            : throw new FormatException(
                $"{before.Path} can't be edited there without changing other values: edit it by hand");
    }

    private static JsonNode? Plain(ConfigValue value) => ConfigValue.Json(value.Item, ciphertext => ciphertext);
}
