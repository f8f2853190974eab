using System.Globalization;
using System.Text;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Observation;

/// <summary>
/// A digest of what a plan depends on: who the masters are, their epochs, slots and open slots. A plan is carried out
/// only while it is the same.
/// </summary>
public static class ClusterFingerprint
{
    /// <summary>
    /// FNV-1a with 64 bits: it notices what has changed by itself. Nobody gains by forging it, so nothing stronger is
    /// needed.
    /// </summary>
    private const ulong OffsetBasis = 14695981039346656037;

    private const ulong Prime = 1099511628211;

    /// <summary>The digest of the masters' own views: 16 hexadecimal digits.</summary>
    public static string Of(ObservedCluster observed)
    {
        var text = new StringBuilder();
        foreach (var view in observed.Live.Where(view => view.Self.IsMaster).OrderBy(view => view.Self.Id))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{view.Member.Name} {view.Self.Id} {view.Self.ConfigEpoch} {view.Self.Slots}");
            foreach (var open in view.Self.OpenSlots.OrderBy(open => open.Slot))
                text.Append(CultureInfo.InvariantCulture, $" [{open.Slot} {open.Direction} {open.Peer}]");
            text.Append('\n');
        }
        return Digest(text.ToString()).ToString("x16", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The same of those masters alone that own slots: members that come, or went, don't make it another one.
    /// </summary>
    public static string OfOwners(ObservedCluster observed) => Of(new ObservedCluster(
        [.. observed.Live.Where(view => view.Self is { IsMaster: true, Slots.IsEmpty: false })]));

    /// <summary>
    /// Which shard owns what. A failover within a shard, or pods that are rolled, don't make it another one.
    /// </summary>
    public static string OfShards(ObservedCluster observed)
    {
        var shards = observed.Live.Where(view => !view.Self.Slots.IsEmpty).GroupBy(view => view.Member.Shard)
            .OrderBy(shard => shard.Key).Select(shard => string.Create(CultureInfo.InvariantCulture,
                $"{shard.Key} {shard.Aggregate(SlotSet.Empty, (sum, view) => sum.Union(view.Self.Slots))}\n"));
        return Digest(string.Concat(shards)).ToString("x16", CultureInfo.InvariantCulture);
    }

    private static ulong Digest(string text)
    {
        ulong hash = OffsetBasis;
        foreach (byte b in Encoding.UTF8.GetBytes(text)) hash = unchecked((hash ^ b) * Prime);
        return hash;
    }
}
