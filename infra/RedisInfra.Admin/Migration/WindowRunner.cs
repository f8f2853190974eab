using System.Collections.Immutable;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// Carries moves out in windows: sources side by side as far as allowed, each source's windows one after another.
/// </summary>
internal sealed class WindowRunner(MoveContext context, ObservedCluster observed, ClusterLoad load)
{
    private readonly ClusterMasters _masters = new(observed);
    private readonly Dictionary<string, SourcePace> _paces = [];

    /// <summary>Carries moves out, in their order as far as sources are free.</summary>
    public Task RunAsync(ImmutableArray<SlotMove> moves) =>
        SideBySide.RunAsync(moves, move => [move.From.Name], context.Options.MaxSources, MoveAsync, context.Stop);

    /// <summary>Finishes slots that are open, by the same way.</summary>
    public Task FinishAsync(IEnumerable<OpenSlotStep.Finish> steps)
    {
        var pairs = steps.GroupBy(step => (step.From, step.To)).ToImmutableArray();
        return SideBySide.RunAsync(pairs, pair => [pair.Key.From.Name], context.Options.MaxSources, async pair =>
        {
            foreach (var slots in pair.Select(step => step.Slot).Order().Chunk(context.Options.MaxWindowSlots))
            {
                if (context.IsStopping) return;
                var window = new SlotWindow(pair.Key.From, _masters.Of(pair.Key.From).Self.Id, pair.Key.To,
                    _masters.Of(pair.Key.To).Self.Id, [.. slots], BytesPerKey([.. slots]), IsResumed: true);
                await new WindowMover(context, _masters).RunAsync(window, PaceOf(window));
            }
        }, context.Stop);
    }

    private async Task MoveAsync(SlotMove move)
    {
        bool isBare = _masters.Of(move.To).Self.Slots.IsEmpty;
        var slots = WindowCut.Order(move.Slots, load, isBare);
        double bytesPerKey = move.Keys > 0 ? (double)move.Bytes / move.Keys : 0;
        var first = new SlotWindow(move.From, _masters.Of(move.From).Self.Id, move.To, _masters.Of(move.To).Self.Id,
            [], bytesPerKey);
        var pace = PaceOf(first);
        int most = context.Options.MaxWindowSlots * (context.Options.Gentle ? MoveOptions.GentleParts : 1);
        while (slots.Count > 0 && !context.IsStopping)
        {
            await context.PauseAsync();
            var some = WindowCut.Take(slots, load, isBare ? 1 : most,
                pace.Pace.KeysPerSecond * pace.Pace.Share.Value);
            isBare = false;
            await new WindowMover(context, _masters).RunAsync(first with { Slots = [.. some] }, pace);
        }
    }

    private double BytesPerKey(int[] slots)
    {
        long keys = slots.Sum(slot => load.Slots[slot].Keys);
        return keys == 0 ? 0 : (double)slots.Sum(slot => load.Slots[slot].Bytes) / keys;
    }

    private SourcePace PaceOf(SlotWindow window)
    {
        lock (_paces)
        {
            if (_paces.TryGetValue(window.From.Name, out var known)) return known;
            int timeoutMs = Math.Min(
                _masters.Of(window.From).NodeTimeoutMs, _masters.Of(window.To).NodeTimeoutMs);
            return _paces[window.From.Name] = new SourcePace(context.Options, timeoutMs);
        }
    }
}
