using System.Collections.Immutable;
using System.Text;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary>
/// Property bags and their differences, one property a line, in the form of <c>pulumi … --diff</c>. A glyph stands in
/// the two columns before what it is about.
/// </summary>
internal sealed class PropertyText(StringBuilder output, bool showSames)
{
    private const int Step = 4;

    public void Bag(ImmutableDictionary<string, PropertyValue> bag, int indent, string glyph = "  ")
    {
        var shown = bag.Where(p => ValueText.IsWorthShowing(p.Value)).OrderBy(p => p.Key, StringComparer.Ordinal)
            .ToList();
        var width = Width(shown.Select(p => p.Key));
        foreach (var (name, value) in shown) Value(Title(name, width), value, indent, glyph);
    }

    public void Difference(
        ImmutableDictionary<string, PropertyValue> before, ImmutableDictionary<string, PropertyValue> after, int indent)
    {
        var names = before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
            .Where(n => IsShown(before.GetValueOrDefault(n), after.GetValueOrDefault(n))).ToList();
        var width = Width(names);
        foreach (var name in names)
            Change(Title(name, width), before.GetValueOrDefault(name), after.GetValueOrDefault(name), indent);
    }

    private bool IsShown(PropertyValue? old, PropertyValue? now)
    {
        var worth = (old is not null && ValueText.IsWorthShowing(old))
            || (now is not null && ValueText.IsWorthShowing(now));
        return worth && (showSames || old is null || now is null || !ValueText.Same(old, now));
    }

    private void Change(string title, PropertyValue? old, PropertyValue? now, int indent)
    {
        if (old is null || (old.IsNull && now is { IsNull: false })) Value(title, now!, indent, "+ ");
        else if (now is null) Value(title, old, indent, "- ");
        else if (ValueText.Same(old, now)) Value(title, now, indent, "  ");
        else if (Open(old) && Open(now) && old.TryGetMap(out var oldMap) && now.TryGetMap(out var newMap))
        {
            Line(indent, "~ ", $"{title}{{");
            Difference(oldMap, newMap, indent + Step);
            Line(indent, "  ", "}");
        }
        else if (Open(old) && Open(now) && old.TryGetArray(out var oldItems) && now.TryGetArray(out var newItems))
            Items(title, oldItems, newItems, indent);
        else if (ValueText.OneLineEach(old, now) is { } lines)
            Line(indent, "~ ", $"{title}{lines.Old} => {lines.New}");
        else
        {
            Value(title, old, indent, "- ");
            Value(title, now, indent, "+ ");
        }
    }

    private void Items(
        string title, ImmutableArray<PropertyValue> old, ImmutableArray<PropertyValue> now, int indent)
    {
        Line(indent, "~ ", $"{title}[");
        for (var i = 0; i < Math.Max(old.Length, now.Length); i++)
        {
            var (left, right) = (i < old.Length ? old[i] : null, i < now.Length ? now[i] : null);
            if (showSames || left is null || right is null || !ValueText.Same(left, right))
                Change($"[{i}]: ", left, right, indent + Step);
        }

        Line(indent, "  ", "]");
    }

    private void Value(string title, PropertyValue value, int indent, string glyph)
    {
        if (ValueText.OneLine(value) is { } text) Line(indent, glyph, title + text);
        else if (value.TryGetMap(out var map))
        {
            Line(indent, glyph, $"{title}{{");
            Bag(map, indent + Step, glyph);
            Line(indent, glyph.Trim().Length == 0 ? "  " : glyph, "}");
        }
        else if (value.TryGetArray(out var array))
        {
            Line(indent, glyph, $"{title}[");
            for (var i = 0; i < array.Length; i++) Value($"[{i}]: ", array[i], indent + Step, glyph);
            Line(indent, glyph, "]");
        }
    }

    private static bool Open(PropertyValue value) => !value.IsSecret;

    private static int Width(IEnumerable<string> names) => names.Select(n => n.Length).DefaultIfEmpty().Max();

    private static string Title(string name, int width) => $"{name.PadRight(width)}: ";

    private void Line(int indent, string glyph, string text) =>
        output.Append(' ', Math.Max(0, indent - glyph.Length)).Append(glyph).Append(text).Append('\n');
}
