using RedisInfra.Model.Observation;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// How many slots one window takes: as many as are allowed, but no more than can be moved soon. While a slot is open,
/// commands with several keys may be told to try again. Pure.
/// </summary>
internal static class WindowCut
{
    private const double MaxOpenSeconds = 0.5;

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
