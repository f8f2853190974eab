using System.Collections.Immutable;
using System.Text.Json;
using RedisInfra.Components.Common;

namespace RedisInfra.Stacks.Reading;

/// <summary>
/// Reads one group of keys strictly: each key once by its type, then <see cref="Finish"/> refuses the ones that
/// nobody asked
/// for. A value that is refused reads as null, so that reading goes on to the next mistake.
/// </summary>
internal sealed class ObjectReader
{
    private readonly Findings _findings;
    private readonly JsonElement _element;
    private readonly List<string> _known = [];

    private ObjectReader(Findings findings, string path, JsonElement element) =>
        (_findings, Path, _element) = (findings, path, element);

    /// <summary>The place in the stack file.</summary>
    public string Path { get; }

    public static ObjectReader? Open(Findings findings, string path, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object) return new ObjectReader(findings, path, element);
        findings.WrongType(path, element, "a group of keys", "Put its keys below it, each with its value");
        return null;
    }

    public string PathOf(string key) => $"{Path}.{key}";

    public bool Has(string key) => _element.TryGetProperty(key, out _);

    public IEnumerable<string> Keys => _element.EnumerateObject().Select(property => property.Name);

    public void Missing(string key, string why, string fix) =>
        _findings.Add("RI1107", Path, $"\"{key}\" is missing", why, fix);

    public void Refuse(string code, string key, string what, string why, string fix) =>
        _findings.Add(code, PathOf(key), what, why, fix);

    public string? Text(string key)
    {
        if (!Find(key, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        _findings.NoText(PathOf(key), value);
        return null;
    }

    /// <summary>True when a key's value is this text; anything else is left to be read by its type.</summary>
    public bool Says(string key, string text) =>
        Find(key, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() == text;

    /// <summary>True when a key's value is a list; anything else is left to be read by its type.</summary>
    public bool IsList(string key) => Find(key, out var value) && value.ValueKind == JsonValueKind.Array;

    /// <summary>The word that a text was likely meant to be; null when it is near none, or no text.</summary>
    public string? Nearest(string key, IReadOnlyCollection<string> words) =>
        Find(key, out var value) && value.ValueKind == JsonValueKind.String
            ? EditDistance.Nearest(value.GetString()!, words)
            : null;

    public bool? Flag(string key)
    {
        if (!Find(key, out var value)) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        _findings.WrongType(PathOf(key), value, "true or false", "Write true or false, without quotes");
        return null;
    }

    public int? Integer(string key, int min, int max, string why)
    {
        if (!Find(key, out var value)) return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number))
        {
            _findings.WrongType(PathOf(key), value, "a whole number", "Write a whole number, without quotes");
            return null;
        }

        if (number >= min && number <= max) return number;
        Refuse(
            "RI1105", key, $"it is {number}", why,
            max == int.MaxValue ? $"Set it to {min} or more" : $"Set it within {min} to {max}");
        return null;
    }

    public Quantity? Bytes(string key, Quantity min) => Amount(
        key, "a size with its unit", "Write it like 512Mi or 1Gi", min, $"less than {min} is of no use here");

    public Quantity? Cores(string key) => Amount(
        key, "a number of cores", "Write it like 250m or \"1.5\"", Quantity.Millicores(1), "some CPU is needed to run");

    public TimeSpan? Duration(string key, TimeSpan min, TimeSpan max, string why)
    {
        if (!Find(key, out var value)) return null;
        if (value.ValueKind != JsonValueKind.String || !Durations.TryParse(value.GetString()!, out var duration))
        {
            _findings.Add(
                "RI1104", PathOf(key), $"it is {value.GetRawText()}", "it must be a duration with its unit",
                "Write it like 500ms, 15s or 2m");
            return null;
        }

        if (duration >= min && duration <= max) return duration;
        Refuse(
            "RI1105", key, $"it is {value.GetString()}", why,
            $"Set it within {min.TotalSeconds}s to {max.TotalSeconds}s");
        return null;
    }

    public T? Choice<T>(string key, IReadOnlyList<(string Word, T Value)> choices) where T : struct
    {
        if (Text(key) is not { } word) return null;
        foreach (var choice in choices)
            if (choice.Word == word) return choice.Value;
        _findings.WrongChoice(PathOf(key), word, [.. choices.Select(choice => choice.Word)]);
        return null;
    }

    public string? Word(string key, IReadOnlyCollection<string> words)
    {
        if (Text(key) is not { } word) return null;
        if (words.Contains(word)) return word;
        _findings.WrongChoice(PathOf(key), word, words);
        return null;
    }

    /// <summary>A password. Nothing of it is ever shown.</summary>
    public string? Password(string key)
    {
        if (!Find(key, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        Refuse("RI1110", key, "it is not text", "a password is text", "Set it with: config set --secret --path");
        return null;
    }

    public ImmutableDictionary<string, string> Texts(string key)
    {
        var texts = ImmutableDictionary<string, string>.Empty;
        if (Group(key) is not { } group) return texts;
        foreach (var name in group.Keys)
        {
            group.Find(name, out var value);
            // redis.conf and labels are full of numbers and yes; what YAML made of them reads back the same.
            if (value.ValueKind is JsonValueKind.String) texts = texts.SetItem(name, value.GetString()!);
            else if (value.ValueKind is JsonValueKind.Number) texts = texts.SetItem(name, value.GetRawText());
            else _findings.NoText(group.PathOf(name), value);
        }

        return texts;
    }

    public ObjectReader? Group(string key) => Find(key, out var value) ? Open(_findings, PathOf(key), value) : null;

    public IReadOnlyList<ObjectReader> Groups(string key)
    {
        if (!Find(key, out var value)) return [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            _findings.WrongType(PathOf(key), value, "a list", "Start each entry with a hyphen");
            return [];
        }

        return [.. value.EnumerateArray()
            .Select((entry, index) => Open(_findings, $"{PathOf(key)}[{index}]", entry))
            .OfType<ObjectReader>()];
    }

    public IReadOnlyList<string> List(string key)
    {
        if (!Find(key, out var value)) return [];
        if (value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String))
            return [.. value.EnumerateArray().Select(entry => entry.GetString()!)];
        _findings.WrongType(PathOf(key), value, "a list of texts", "Start each entry with a hyphen");
        return [];
    }

    public ImmutableArray<int> Integers(string key, int min, int max, string why)
    {
        if (!Find(key, out var value)) return [];
        var numbers = ImmutableArray.CreateBuilder<int>();
        var isList = value.ValueKind == JsonValueKind.Array;
        foreach (var entry in isList ? value.EnumerateArray().AsEnumerable() : [])
            if (entry.ValueKind == JsonValueKind.Number && entry.TryGetInt32(out var number)) numbers.Add(number);
            else isList = false;
        if (!isList)
        {
            _findings.WrongType(PathOf(key), value, "a list of whole numbers",
                "Start each with a hyphen, without quotes");
            return [];
        }

        foreach (var wrong in numbers.Where(number => number < min || number > max))
            Refuse("RI1105", key, $"it has {wrong}", why, $"Set each within {min} to {max}");
        return numbers.ToImmutable();
    }

    /// <summary>Refuses every key that wasn't read.</summary>
    public void Finish()
    {
        foreach (var key in Keys.Where(key => !_known.Contains(key)))
            _findings.UnknownKey(PathOf(key), key, _known);
    }

    private Quantity? Amount(string key, string expected, string fix, Quantity min, string why)
    {
        if (!Find(key, out var value)) return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        if (!Quantity.TryParse(text, out var quantity))
        {
            _findings.Add("RI1103", PathOf(key), $"it is {value.GetRawText()}", $"it must be {expected}", fix);
            return null;
        }

        if (quantity.CompareTo(min) >= 0) return quantity;
        Refuse("RI1105", key, $"it is {quantity}", why, $"Set it to {min} or more");
        return null;
    }

    private bool Find(string key, out JsonElement value)
    {
        if (!_known.Contains(key)) _known.Add(key);
        return _element.TryGetProperty(key, out value);
    }
}
