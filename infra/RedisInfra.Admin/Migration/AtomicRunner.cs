using System.Collections.Immutable;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// Carries moves out by tasks of the servers' own. A node takes part in one at a time, as source or as destination, so
/// that moves that run side by side are a matching: a server has one task at once, and clients of one node wait for one
/// hand-over, not for several.
/// </summary>
internal sealed class AtomicRunner(MoveContext context, ObservedCluster observed, ClusterLoad load)
{
    private const int GentleParts = 8;
    private readonly ClusterMasters _masters = new(observed);

    /// <summary>Carries moves out, in their order as far as both ends are free.</summary>
    public Task RunAsync(ImmutableArray<SlotMove> moves, MigrationMethod method)
    {
        var dialect = SlotTaskDialect.Of(method);
        return SideBySide.RunAsync(moves, move => [move.From.Name, move.To.Name], int.MaxValue,
            move => MoveAsync(move, dialect), context.Stop);
    }

    private async Task MoveAsync(SlotMove move, SlotTaskDialect dialect)
    {
        var slots = new Queue<int>(move.Slots);
        double bytesPerKey = move.Keys > 0 ? (double)move.Bytes / move.Keys : 0;
        var window = new SlotWindow(move.From, _masters.Of(move.From).Self.Id, move.To, _masters.Of(move.To).Self.Id,
            [], bytesPerKey);
        var share = new LatencyShare();
        while (slots.Count > 0 && !context.IsStopping)
        {
            await context.PauseAsync();
            await context.Latency.CalmAsync(window, context.Stop);
            if (context.IsStopping) return;
            long start = context.Nodes.Time.GetTimestamp();
            var some = Take(slots, share.Value);
            await new AtomicTask(context, _masters, window with { Slots = [.. some] }, dialect).RunAsync();
            await context.Latency.YieldAsync(window, share, TimeSpan.Zero, context.Abort);
            if (context.Options.Gentle && slots.Count > 0)
                await context.DelayAsync(context.Nodes.Time.GetElapsedTime(start));
        }
    }

    /// <summary>
    /// Not more than some bytes at once: what clients write meanwhile is buffered at the source until the end, and a
    /// task that is cancelled is done in vain.
    /// </summary>
    private List<int> Take(Queue<int> slots, double share)
    {
        long room = (long)(context.Options.MaxTaskBytes * share) / (context.Options.Gentle ? GentleParts : 1);
        var taken = new List<int>();
        while (slots.TryPeek(out int next))
        {
            room -= load.Slots[next].Bytes;
            if (taken.Count > 0 && room < 0) break;
            taken.Add(slots.Dequeue());
        }
        return taken;
    }
}
