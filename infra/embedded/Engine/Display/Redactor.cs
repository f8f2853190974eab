using System.Collections.Concurrent;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary>Takes known secrets out of texts that others wrote, such as a provider's error messages.</summary>
internal sealed class Redactor
{
    public const string Mark = "[secret]";

    /// <summary>Shorter ones would take ordinary words and numbers out of every message.</summary>
    private const int ShortestLength = 4;

    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    public void Learn(string secret)
    {
        if (secret.Length >= ShortestLength) _known.TryAdd(secret, true);
    }

    public void Learn(IEnumerable<KeyValuePair<string, PropertyValue>>? bag)
    {
        foreach (var (_, value) in bag ?? []) Learn(value, inSecret: false);
    }

    public string Apply(string text)
    {
        // The longest first: one secret may be part of another.
        foreach (var secret in _known.Keys.OrderByDescending(s => s.Length).ThenBy(s => s, StringComparer.Ordinal))
            text = text.Replace(secret, Mark, StringComparison.Ordinal);
        return text;
    }

    private void Learn(PropertyValue value, bool inSecret)
    {
        inSecret |= value.IsSecret;
        if (value.TryGetMap(out var map))
        {
            foreach (var (_, member) in map) Learn(member, inSecret);
        }
        else if (value.TryGetArray(out var array))
        {
            foreach (var item in array) Learn(item, inSecret);
        }
        else if (inSecret && value.TryGetString(out var text)) Learn(text);
    }
}
