using System.Collections.Immutable;
using RedisInfra.Admin.Cluster;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Observation;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// Asks every master how many keys it holds of slots that are open somewhere. Those of a master that has no part in the
/// slot don't count when the owner has them all.
/// </summary>
internal static class OpenSlotReader
{
    private const int AtOnce = 16;

    public static async Task<OpenSlotCounts> ReadAsync(
        INodes nodes, ObservedCluster observed, CancellationToken cancellationToken)
    {
        var slots = observed.Live.SelectMany(view => view.Self.OpenSlots).Select(open => open.Slot).Distinct()
            .Order().ToList();
        if (slots.Count == 0) return OpenSlotCounts.None;
        var keys = ImmutableDictionary.CreateBuilder<(string, int), long>();
        foreach (var some in observed.Live.Where(view => view.Self.IsMaster).Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(async view =>
            {
                try
                {
                    var replies = await nodes.SendAsync(
                        view.Member, [.. slots.Select(SlotCommands.CountKeys)], default, cancellationToken);
                    lock (keys)
                    {
                        for (int i = 0; i < slots.Count; i++)
                        {
                            if (!replies[i].IsError) keys[(view.Member.Name, slots[i])] = replies[i].Integer;
                        }
                    }
                }
                catch (Exception exception) when (NodeObserver.IsSilence(exception))
                {
                    // Whoever plans sees that these counts are missing.
                }
            }));
        }
        var counts = new OpenSlotCounts(keys.ToImmutable());
        return counts.Without(await RepeatingAsync(
            nodes, OpenSlotPlan.Bystanders(observed, counts), cancellationToken));
    }

    private static async Task<List<OpenSlotBystander>> RepeatingAsync(
        INodes nodes, ImmutableArray<OpenSlotBystander> bystanders, CancellationToken cancellationToken)
    {
        var repeating = new List<OpenSlotBystander>();
        foreach (var some in bystanders.GroupBy(one => (one.Member, one.Owner)))
        {
            try
            {
                var keys = await Leftovers.ListAsync(
                    nodes, some.Key.Member, some.Select(one => one.Slot), cancellationToken);
                if (keys.Count > Leftovers.MostKeys) continue;
                var missing = await Leftovers.MissingAsync(nodes, some.Key.Owner, keys, cancellationToken);
                repeating.AddRange(some.Where(one => missing.All(key => key.Slot != one.Slot)));
            }
            catch (Exception exception) when (NodeObserver.IsSilence(exception))
            {
                // Then they count.
            }
        }
        return repeating;
    }
}
