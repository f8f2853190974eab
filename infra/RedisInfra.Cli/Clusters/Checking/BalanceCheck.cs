using System.Collections.Immutable;
using RedisInfra.Admin.Discovery;
using RedisInfra.Model.Slots;

namespace RedisInfra.Cli.Clusters.Checking;

/// <summary>What may be wanted as it is, but is worth knowing: uneven slots, masters without a replica.</summary>
internal static class BalanceCheck
{
    public static ImmutableArray<string> Notes(DiscoveredCluster cluster)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        var masters = cluster.Observed.Live.Where(view => view.Self.IsMaster).ToList();
        if (masters.Count == 0)
        {
            return [];
        }

        var fewest = SlotRange.SlotCount / masters.Count;
        foreach (var view in masters.Where(view => view.Self.Slots.Count is var count
            && (count < fewest || count > fewest + 1)))
        {
            notes.Add($"{view.Member.Name}: owns {view.Self.Slots.Count} slots, an even spread gives it {fewest}"
                + (SlotRange.SlotCount % masters.Count == 0 ? "" : $" or {fewest + 1}"));
        }

        var followed = cluster.Observed.Live.Select(view => view.Self.Master).ToHashSet();
        foreach (var view in masters.Where(view => !view.Self.Slots.IsEmpty && !followed.Contains(view.Self.Id)))
        {
            notes.Add($"{view.Member.Name}: has no replica");
        }

        notes.AddRange(cluster.Gone.Select(node =>
            $"{node.Id.Short}: still known to others, but has no address or was left out"));
        return notes.ToImmutable();
    }
}
