using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// How many slots one window takes: as many as are allowed, but no more than can be moved soon. While a slot is open,
/// commands with several keys may be told to try again. Pure. A gentle move takes some times as long for it.
/// </summary>
internal static class WindowCut
{
    private const double MaxOpenSeconds = 0.5;

    /// <summary>
    /// The slots in the order in which they go. A master without slots has no successor when it dies, as nobody elects
    /// its replica, and what was copied to it would be gone: it gets the slot with the fewest keys first, alone
    /// (hazard 7).
    /// </summary>
    public static Queue<int> Order(SlotSet slots, ClusterLoad load, bool isBare)
    {
        if (!isBare || slots.IsEmpty) return new Queue<int>(slots);
        int least = slots.MinBy(slot => load.Slots[slot].Keys);
        return new Queue<int>(slots.Where(slot => slot != least).Prepend(least));
    }

    /// <summary>The first of <paramref name="slots"/>, one at least.</summary>
    public static List<int> Take(
        Queue<int> slots, ClusterLoad load, int maxSlots, double keysPerSecond)
    {
        var window = new List<int>();
        double room = keysPerSecond * MaxOpenSeconds;
        while (window.Count < maxSlots && slots.TryPeek(out int next))
        {
            room -= load.Slots[next].Keys;
            if (window.Count > 0 && room < 0) break;
            window.Add(slots.Dequeue());
        }
        return window;
    }
}
