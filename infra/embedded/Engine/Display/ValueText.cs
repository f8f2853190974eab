using System.Text.Json;
using Pulumi;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary>Values in the words of Pulumi's display. A secret never shows what it holds.</summary>
internal static class ValueText
{
    public const string Unknown = "[unknown]";
    private const int LongestText = 400;

    /// <summary>How much of the same is shown before two long texts part.</summary>
    private const int LongestLead = 80;

    /// <summary>What would only be noise: absent and empty values.</summary>
    public static bool IsWorthShowing(PropertyValue value) =>
        value.IsSecret || value.IsComputed
        || !(value.IsNull
            || (value.TryGetString(out var text) && text.Length == 0)
            || (value.TryGetArray(out var array) && array.Length == 0)
            || (value.TryGetMap(out var map) && map.Count == 0));

    /// <summary>Null when the value needs more than one line.</summary>
    public static string? OneLine(PropertyValue value)
    {
        if (value.IsSecret) return Redactor.Mark;
        if (value.IsComputed) return Unknown;
        if (value.IsNull) return "<null>";
        if (value.TryGetBool(out var flag)) return flag ? "true" : "false";
        if (value.TryGetNumber(out var number)) return CheckpointJson.Number(number);
        if (value.TryGetString(out var text)) return Quote(text);
        if (value.TryGetArray(out var array)) return array.Length == 0 ? "[]" : null;
        if (value.TryGetMap(out var map)) return map.Count == 0 ? "{}" : null;
        if (value.TryGetResource(out var resource)) return resource.URN.ToString();
        if (value.TryGetAsset(out var asset)) return $"asset({Describe(asset!)})";
        if (value.TryGetArchive(out var archive)) return $"archive({Describe(archive!)})";
        return "?";
    }

    /// <summary>
    /// Two different values, each on one line; null when one needs more. Texts that are too long to be shown whole
    /// begin shortly before they part: cut at their ends alone, they would look the same.
    /// </summary>
    public static (string Old, string New)? OneLineEach(PropertyValue old, PropertyValue now)
    {
        if (!old.IsSecret && !now.IsSecret && old.TryGetString(out var left) && now.TryGetString(out var right)
            && Math.Max(left.Length, right.Length) > LongestText)
        {
            var part = left.AsSpan().CommonPrefixLength(right);
            var line = part == 0 ? 0 : left.LastIndexOf('\n', part - 1) + 1;
            var start = Math.Max(line, part - LongestLead);
            return (Quote(left, start), Quote(right, start));
        }

        return OneLine(old) is { } one && OneLine(now) is { } other ? (one, other) : null;
    }

    /// <summary>Equal but for where it came from; a secret equals the same value in clear.</summary>
    public static bool Same(PropertyValue a, PropertyValue b)
    {
        if (a.Type != b.Type) return false;
        if (a.TryGetMap(out var left) && b.TryGetMap(out var right))
            return left.Count == right.Count && left.All(p => right.TryGetValue(p.Key, out var o) && Same(p.Value, o));
        if (a.TryGetArray(out var items) && b.TryGetArray(out var others))
            return items.Length == others.Length && items.Zip(others).All(p => Same(p.First, p.Second));
        return Bare(a).Equals(Bare(b));
    }

    private static PropertyValue Bare(PropertyValue value) => value.WithSecret(false).WithDependencies([]);

    private static string Describe(AssetOrArchive asset) =>
        asset.Value is string text ? asset.Key == "text" ? $"text, {text.Length} characters" : text : "of several";

    private static string Quote(string text, int start = 0)
    {
        var end = Math.Min(text.Length, start + LongestText);
        var shown = $"{(start > 0 ? "..." : "")}{text[start..end]}{(end < text.Length ? "..." : "")}";
        return JsonSerializer.Serialize(shown, CheckpointJson.Text);
    }
}
