using System.Collections;
using System.Numerics;

namespace RedisInfra.Model.Slots;

/// <summary>An immutable set of hash slots with set algebra. Its text form lists ranges: <c>0-5460,10923</c>.</summary>
public sealed class SlotSet : IEquatable<SlotSet>, IEnumerable<int>
{
    private const int WordCount = SlotRange.SlotCount / 64;
    private readonly ulong[] _words;

    private SlotSet(ulong[] words)
    {
        _words = words;
        foreach (ulong word in words) Count += BitOperations.PopCount(word);
    }

    /// <summary>No slot.</summary>
    public static SlotSet Empty { get; } = new(new ulong[WordCount]);

    /// <summary>All 16384 slots.</summary>
    public static SlotSet All { get; } = Of(new SlotRange(0, SlotRange.SlotCount - 1));

    /// <summary>How many slots the set holds.</summary>
    public int Count { get; }

    /// <summary>Whether the set holds no slot.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The set's slots as the fewest ranges, in order.</summary>
    public IEnumerable<SlotRange> Ranges
    {
        get
        {
            for (int first = Next(0, held: true); first < SlotRange.SlotCount;)
            {
                int end = Next(first, held: false);
                yield return new SlotRange(first, end - 1);
                first = Next(end, held: true);
            }
        }
    }

    /// <summary>The slots of <paramref name="ranges"/>; they may overlap.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A range isn't valid.</exception>
    public static SlotSet Of(params IEnumerable<SlotRange> ranges)
    {
        var words = new ulong[WordCount];
        foreach (var range in ranges)
        {
            if (!range.IsValid)
                throw new ArgumentOutOfRangeException(nameof(ranges), $"{range} is not a range of slots");
            for (int slot = range.First; slot <= range.Last; slot++) words[slot >> 6] |= 1UL << (slot & 63);
        }
        return new SlotSet(words);
    }

    /// <summary>The given slots.</summary>
    public static SlotSet OfSlots(params IEnumerable<int> slots) => Of(slots.Select(slot => new SlotRange(slot, slot)));

    /// <summary>Reads <c>0-5460,10923</c>; spaces separate as commas do; an empty text is the empty set.</summary>
    /// <exception cref="FormatException">A part is no slot range.</exception>
    public static SlotSet Parse(string text) =>
        Of(text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(SlotRange.Parse));

    /// <summary>Whether the set holds <paramref name="slot"/>.</summary>
    public bool Contains(int slot) => (_words[slot >> 6] & (1UL << (slot & 63))) != 0;

    /// <summary>Slots in either set.</summary>
    public SlotSet Union(SlotSet other) => Combine(other, (a, b) => a | b);

    /// <summary>Slots in both sets.</summary>
    public SlotSet Intersect(SlotSet other) => Combine(other, (a, b) => a & b);

    /// <summary>Slots of this set that aren't in the other.</summary>
    public SlotSet Except(SlotSet other) => Combine(other, (a, b) => a & ~b);

    /// <summary>Whether the sets share a slot.</summary>
    public bool Overlaps(SlotSet other) => !Intersect(other).IsEmpty;

    /// <inheritdoc/>
    public bool Equals(SlotSet? other) => ReferenceEquals(this, other)
        || (other is not null && Count == other.Count && _words.AsSpan().SequenceEqual(other._words));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SlotSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (ulong word in _words) hash.Add(word);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator()
    {
        foreach (var range in Ranges)
        {
            for (int slot = range.First; slot <= range.Last; slot++) yield return slot;
        }
    }

    /// <summary>The set's ranges, joined by commas.</summary>
    public override string ToString() => string.Join(',', Ranges);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// The first slot from <paramref name="slot"/> on that is held, or isn't; 16384 when there is none.
    /// </summary>
    private int Next(int slot, bool held)
    {
        for (int word = slot >> 6; word < WordCount; word++, slot = word << 6)
        {
            ulong bits = (held ? _words[word] : ~_words[word]) >> (slot & 63);
            if (bits != 0) return slot + BitOperations.TrailingZeroCount(bits);
        }
        return SlotRange.SlotCount;
    }

    private SlotSet Combine(SlotSet other, Func<ulong, ulong, ulong> operation)
    {
        var words = new ulong[WordCount];
        for (int i = 0; i < WordCount; i++) words[i] = operation(_words[i], other._words[i]);
        return new SlotSet(words);
    }
}
