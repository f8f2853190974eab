using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RedisInfra.Model.Slots;

/// <summary>
/// A run of hash slots, both ends included. Its text form is Redis' own: <c>0-5460</c>, or <c>7</c> for one slot.
/// </summary>
/// <param name="First">First slot, 0 to 16383.</param>
/// <param name="Last">Last slot, <paramref name="First"/> to 16383.</param>
public readonly record struct SlotRange(int First, int Last) : IComparable<SlotRange>
{
    /// <summary>How many slots a Redis Cluster has (Redis Cluster specification, "Key distribution model").</summary>
    public const int SlotCount = 16384;

    /// <summary>How many slots the range holds.</summary>
    public int Count => Last - First + 1;

    /// <summary>Whether both ends are slots and in order.</summary>
    public bool IsValid => First >= 0 && Last >= First && Last < SlotCount;

    /// <summary>Reads <c>0-5460</c> or <c>7</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SlotRange range)
    {
        range = default;
        if (string.IsNullOrEmpty(text)) return false;
        int dash = text.IndexOf('-');
        var first = dash < 0 ? text : text.AsSpan(0, dash);
        var last = dash < 0 ? text : text.AsSpan(dash + 1);
        if (!int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int from)
            || !int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out int to))
            return false;
        range = new SlotRange(from, to);
        return range.IsValid;
    }

    /// <summary>Reads <c>0-5460</c> or <c>7</c>.</summary>
    /// <exception cref="FormatException">The text is no slot range.</exception>
    public static SlotRange Parse(string text) =>
        TryParse(text, out var range) ? range
            : throw new FormatException($"\"{text}\" is not a slot range such as 0-5460");

    /// <inheritdoc/>
    public int CompareTo(SlotRange other) =>
        First != other.First ? First.CompareTo(other.First) : Last.CompareTo(other.Last);

    /// <summary>The range as Redis writes it.</summary>
    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
