using System.Text.Json;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Stacks.Reading;

/// <summary>Collects what is wrong with a stack file, all of it.</summary>
internal sealed class Findings(string file)
{
    private const int MaxShownLength = 40;

    private readonly List<Diagnostic> _found = [];

    public IReadOnlyList<Diagnostic> All => _found;

    public void Add(string code, string path, string what, string why, string fix) =>
        _found.Add(new Diagnostic(code, $"{file}: {path}", what, why, fix));

    public void UnknownKey(string path, string key, IReadOnlyCollection<string> known) => Add(
        "RI1101", path, $"there is no key \"{key}\" here", "only keys that do something are accepted",
        EditDistance.Nearest(key, known) is { } near
            ? $"Did you mean \"{near}\"? If not, remove it"
            : $"Remove it; the keys here are {string.Join(", ", known)}");

    public void WrongType(string path, JsonElement value, string expected, string fix) =>
        Add("RI1102", path, $"it is {Describe(value)}", $"it must be {expected}", fix);

    public void NoText(string path, JsonElement value) => WrongType(
        path, value, "text",
        value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? "Write a text in its place"
            : "Put it in quotes");

    public void WrongChoice(string path, string value, IReadOnlyCollection<string> known) => Add(
        "RI1106", path, $"it is \"{value}\"", $"it must be one of {string.Join(", ", known)}",
        EditDistance.Nearest(
            value,
            known) is { } near ? $"Did you mean \"{near}\"? If not, choose another of them" : "Choose one of them");

    /// <summary>A value in words. Never called for a password.</summary>
    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"the text \"{Shorten(value.GetString()!)}\"",
        JsonValueKind.Number => $"the number {value.GetRawText()}",
        JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Null => "empty",
        JsonValueKind.Array => "a list",
        _ => "a group of keys",
    };

    private static string Shorten(string text) => text.Length <= MaxShownLength ? text : text[..MaxShownLength] + "…";
}
