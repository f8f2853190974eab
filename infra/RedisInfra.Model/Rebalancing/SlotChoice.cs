using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Rebalancing;

/// <summary>
/// Which slots leave a source: a window over those it owns, in order, from the last on to the first again. One sweep
/// finds the window with the fewest bytes, where each range more than before has a price and each range less is worth
/// it.
/// </summary>
internal sealed class SlotChoice
{
    private readonly SlotMap _map;
    private readonly int[] _slots;
    private readonly long[] _bytesBefore;
    private readonly int[] _joinsBefore;

    private SlotChoice(SlotMap map, bool[] takes, SlotSet owned, ReadOnlySpan<long> bytes)
    {
        _map = map;
        _slots = [.. owned];
        _bytesBefore = new long[_slots.Length + 1];
        _joinsBefore = new int[_slots.Length + 1];
        for (int i = 0; i < _slots.Length; i++)
        {
            _bytesBefore[i + 1] = _bytesBefore[i] + bytes[_slots[i]];
            _joinsBefore[i + 1] = _joinsBefore[i] + Joins(takes, _slots[i]);
        }
    }

    /// <summary>The slots that leave.</summary>
    /// <param name="map">Who owns what now.</param>
    /// <param name="takes">Whether a party is to get slots.</param>
    /// <param name="owned">What the source owns.</param>
    /// <param name="bytes">What each of the 16384 slots costs to move.</param>
    /// <param name="count">How many leave.</param>
    public static IEnumerable<int> Leaving(
        SlotMap map, bool[] takes, SlotSet owned, ReadOnlySpan<long> bytes, int count)
    {
        if (count == owned.Count) return owned;
        var choice = new SlotChoice(map, takes, owned, bytes);
        int first = choice.Best(count);
        return Enumerable.Range(first, count).Select(at => choice._slots[at % choice._slots.Length]);
    }

    private int Best(int count)
    {
        long average = _bytesBefore[^1] / _slots.Length * count;
        long price = Math.Max(RebalanceDefaults.RangePriceBytes, average / RebalanceDefaults.RangePriceParts);
        int best = 0;
        long lowest = long.MaxValue;
        for (int first = 0; first < _slots.Length; first++)
        {
            int end = first + count;
            int ranges = Cut(first) + Cut(end % _slots.Length) - (int)Within(_joinsBefore, first, end);
            long cost = Within(_bytesBefore, first, end) + price * ranges;
            if (cost >= lowest) continue;
            (best, lowest) = (first, cost);
        }
        return best;
    }

    /// <summary>1 when a range is cut in two before the slot at <paramref name="at"/>.</summary>
    private int Cut(int at) => at > 0 && _slots[at - 1] + 1 == _slots[at] ? 1 : 0;

    /// <summary>How many ends of ranges at this slot touch a party that may take it.</summary>
    private int Joins(bool[] takes, int slot) => (Takes(takes, slot - 1) ? 1 : 0) + (Takes(takes, slot + 1) ? 1 : 0);

    private bool Takes(bool[] takes, int slot) => _map[slot] is var owner && owner != SlotMap.Nobody && takes[owner];

    private long Within(long[] before, int first, int end) => end <= _slots.Length
        ? before[end] - before[first]
        : before[^1] - before[first] + before[end - _slots.Length];

    private int Within(int[] before, int first, int end) => end <= _slots.Length
        ? before[end] - before[first]
        : before[^1] - before[first] + before[end - _slots.Length];
}
