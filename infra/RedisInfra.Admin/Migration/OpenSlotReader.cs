using System.Collections.Immutable;
using RedisInfra.Admin.Cluster;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Observation;

namespace RedisInfra.Admin.Migration;

/// <summary>Asks every master how many keys it holds of slots that are open somewhere.</summary>
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
        return new OpenSlotCounts(keys.ToImmutable());
    }
}
