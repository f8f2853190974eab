using System.Collections.Immutable;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// Moves one window: look at both ends, open at the destination, then at the source, move the keys, see that none is
/// left, commit. Killed anywhere, it leaves what the next run can finish from the nodes alone.
/// <see cref="Leftovers"/> at the destination go before its source opens the slots: never are they overwritten by, nor
/// mixed with, keys that come.
/// </summary>
internal sealed class WindowMover(MoveContext context, ClusterMasters masters)
{
    public async Task RunAsync(SlotWindow window, SourcePace source)
    {
        var (destination, counts, untold, leftovers) = await LookAsync(window, source);
        context.Tally.Touch();
        List<RespCommand> importing = [.. untold.Select(slot => SlotCommands.Owner(slot, window.FromId)),
            .. window.Slots.Select(slot => SlotCommands.Importing(slot, window.FromId)),
            .. leftovers.SelectMany(key => SlotCommands.Drop(key.Name))];
        await context.ExecuteAsync(window.To, importing);
        var keys = new KeyMover(context, window, destination, source);
        IReadOnlyList<RespCommand> opening =
            [.. window.Slots.Select(slot => SlotCommands.Migrating(slot, window.ToId))];
        var left = counts;
        while (true)
        {
            await keys.MoveAsync(left, opening);
            opening = [];
            long before = keys.Moved;
            left = await new WindowCommit(context, masters, window).TryAsync();
            if (left.Count == 0) break;
            // Keys that are listed but don't move (such as expired ones while clients are paused) need time.
            if (keys.Moved == before) await context.DelayAsync(context.Options.SettlePoll);
        }
        context.Tally.Slots(window.From, window.To, window.Slots, keys.Moved,
            (long)(keys.Moved * window.BytesPerKey), window.IsResumed);
    }

    /// <summary>Both ends' own views, and what they hold of the slots; nothing is changed.</summary>
    private async Task<(NodeAddress Destination, List<(int Slot, long Keys)> Counts, ImmutableArray<int> Untold,
        IReadOnlyList<HeldKey> Leftovers)> LookAsync(SlotWindow window, SourcePace source)
    {
        List<RespCommand> questions = [SlotCommands.Nodes, .. window.Slots.Select(SlotCommands.CountKeys)];
        var atSource = context.SendAsync(window.From, questions);
        var atDestination = context.SendAsync(window.To, questions);
        await Task.WhenAll(atSource, atDestination);
        var sourceReplies = await atSource;
        var destinationReplies = await atDestination;
        var known = WindowRoles.Read(window.From, sourceReplies[0]);
        var knownThere = WindowRoles.Read(window.To, destinationReplies[0]);
        string? problem = WindowRoles.SourceProblem(known, window, isOpen: false)
            ?? WindowRoles.DestinationProblem(knownThere, window, isOpen: false)
            ?? WindowRoles.EpochProblem(known, knownThere, window);
        if (problem is not null) throw new MoveTroubleException(problem);
        var leftovers = window.IsResumed ? [] : await LeftoversAsync(
            window, [.. window.Slots.Where((_, i) => destinationReplies[i + 1].Integer > 0)]);
        var counts = new List<(int, long)>();
        for (int i = 0; i < window.Slots.Length; i++)
        {
            if (sourceReplies[i + 1].Integer > 0) counts.Add((window.Slots[i], sourceReplies[i + 1].Integer));
        }
        long start = context.Nodes.Time.GetTimestamp();
        await context.ExecuteAsync(window.From, [SlotCommands.Ping]);
        source.Pinged(context.Nodes.Time.GetElapsedTime(start));
        var record = known.First(node => node.Id == window.ToId);
        return (new NodeAddress(record.Ip, record.Port), counts, WindowRoles.Untold(knownThere, window), leftovers);
    }

    /// <summary>What the destination holds, if the source has all of it too.</summary>
    private async Task<IReadOnlyList<HeldKey>> LeftoversAsync(SlotWindow window, ImmutableArray<int> slots)
    {
        if (slots.IsEmpty) return [];
        var keys = await Leftovers.ListAsync(context.Nodes, window.To, slots, context.Stop);
        var missing = keys.Count > Leftovers.MostKeys ? keys
            : await Leftovers.MissingAsync(context.Nodes, window.From, keys, context.Stop);
        if (missing.Count == 0) return keys;
        throw new DiagnosticException([.. missing.GroupBy(key => key.Slot).Select(
            slot => new Diagnostic("RI3251", $"slot {slot.Key}",
                $"it is to go from {window.From.Name} to {window.To.Name}, and {window.To.Name} holds {slot.Count()} "
                    + "key(s) of it that its owner lacks, or too many to compare, and neither owns nor imports it",
                "nobody can tell whether they were deleted since, or are the last copies of what the owner lost",
                $"Look at them with CLUSTER GETKEYSINSLOT {slot.Key} 10 at {window.To.Name}, and delete them there "
                    + "when the owner is right (each DEL after ASKING)"))]);
    }
}
