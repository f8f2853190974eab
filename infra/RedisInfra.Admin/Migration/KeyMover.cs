using RedisInfra.Admin.Resp;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// Moves the keys of a window that is open: one batch of MIGRATEs at a time, sized so that it blocks the source for
/// about the budget, with the list of the next batch's keys riding in the same pipeline.
/// </summary>
internal sealed class KeyMover(MoveContext context, SlotWindow window, NodeAddress destination, SourcePace source)
{
    private const int MaxTries = 4;
    private static readonly TimeSpan s_finishWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_retryPause = TimeSpan.FromMilliseconds(50);

    /// <summary>How many keys have moved.</summary>
    public long Moved { get; private set; }

    /// <summary>Moves what the slots hold.</summary>
    /// <param name="slots">Slots with keys, and about how many.</param>
    /// <param name="opening">Commands that go before the first list, each to be answered with OK.</param>
    public async Task MoveAsync(IEnumerable<(int Slot, long Keys)> slots, IReadOnlyList<RespCommand> opening)
    {
        var listing = new KeyListing(slots);
        List<RespCommand> first = [.. opening, .. listing.Ask(source.Pace.Keys)];
        if (first.Count == 0) return;
        context.Latency.Watch(window.From, window.To);
        source.Pace.Expect(window.BytesPerKey);
        var replies = await context.ExecuteAsync(window.From, first);
        var batch = listing.Read(replies.AsSpan(opening.Count));
        while (true)
        {
            if (batch.Count == 0)
            {
                // A slot that was listed to its very end has nothing more; others may.
                var further = listing.Ask(source.Pace.Keys);
                if (further.Count == 0) return;
                batch = listing.Read(await context.ExecuteAsync(window.From, further));
                continue;
            }
            await context.PauseAsync();
            LeaveIfLong(listing);
            var next = await MoveBatchAsync(batch, listing);
            if (next is null) return; // Something went wrong on the way; the emptiness check lists what is left.
            batch = next;
        }
    }

    /// <summary>
    /// Whoever stops waits for a window that is nearly done. A longer one stays open, and the next run takes it up.
    /// </summary>
    private void LeaveIfLong(KeyListing listing)
    {
        if (context.IsStopping && listing.Left / source.Pace.KeysPerSecond > s_finishWithin.TotalSeconds)
            throw new OperationCanceledException(context.Stop);
    }

    private async Task<List<KeyGroup>?> MoveBatchAsync(List<KeyGroup> batch, KeyListing listing)
    {
        var commands = batch.Select(group => Migrate(group, replaces: false)).ToList();
        commands.AddRange(listing.Ask(source.Pace.Keys));
        long start = context.Nodes.Time.GetTimestamp();
        var replies = await context.SendAsync(window.From, commands, source.ReplyTimeout);
        var took = context.Nodes.Time.GetElapsedTime(start);
        int keys = batch.Sum(group => group.Keys.Count);
        source.Pace.Took(keys, took, source.RoundTrip);
        var failed = Failed(batch, replies, isRetry: false);
        Count(keys - failed.Sum(group => group.Keys.Count));
        if (failed.Count > 0)
        {
            await RetryAsync(failed);
            return null;
        }
        if (context.Options.Gentle) await context.DelayAsync(took * (MoveOptions.GentleParts - 1));
        await context.Latency.YieldAsync(window, source.Pace.Share, took, context.Abort);
        return listing.Read(replies.AsSpan(batch.Count));
    }

    /// <summary>
    /// MIGRATEs whose keys may now be at both ends are repeated with REPLACE, for exactly these keys: the slot is
    /// MIGRATING, so the source has the right ones (hazard 2). Nothing but this migration can have put them at the
    /// destination, which was empty when the slot was opened.
    /// </summary>
    private async Task RetryAsync(List<KeyGroup> failed)
    {
        for (int tries = 1; failed.Count > 0; tries++)
        {
            if (tries == MaxTries)
                throw new MoveTroubleException($"MIGRATE to {window.To.Name} failed {tries} times: {source.LastError}");
            context.Options.Say?.Invoke(
                $"MIGRATE from {window.From.Name} to {window.To.Name}: {source.LastError}; trying again");
            await context.DelayAsync(s_retryPause * tries);
            // Once it answers, it has done with whatever a broken link had left in its buffers.
            await context.ExecuteAsync(window.To, [SlotCommands.Ping]);
            source.Pace.Halve();
            var commands = failed.Select(group => Migrate(group, replaces: true)).ToList();
            var replies = await context.SendAsync(window.From, commands, source.ReplyTimeout);
            int keys = failed.Sum(group => group.Keys.Count);
            failed = Failed(failed, replies, isRetry: true);
            Count(keys - failed.Sum(group => group.Keys.Count));
        }
    }

    /// <summary>Those groups that have to be repeated; what can't be repeated throws.</summary>
    private List<KeyGroup> Failed(List<KeyGroup> batch, RespValue[] replies, bool isRetry)
    {
        var failed = new List<KeyGroup>();
        for (int i = 0; i < batch.Count; i++)
        {
            var verdict = MigrateReplies.Judge(replies[i]);
            if (verdict == MigrateVerdict.Done) continue;
            source.LastError = replies[i].Text;
            string where = $"slot {batch[i].Slot}, {window.From.Name} to {window.To.Name}: {replies[i].Text}";
            bool mayReplace = isRetry || window.IsResumed;
            if (verdict == MigrateVerdict.Later) throw new MoveTroubleException(where);
            if (verdict == MigrateVerdict.Never || (verdict == MigrateVerdict.Busy && !mayReplace))
                throw new MoveTroubleException(where, isFinal: true);
            failed.Add(batch[i]);
        }
        return failed;
    }

    private RespCommand Migrate(KeyGroup group, bool replaces) => SlotCommands.Migrate(
        destination.Host, destination.Port, source.MigrateTimeout, replaces, context.Nodes.Access,
        group.Keys.Select(key => key.Bytes));

    private void Count(long keys)
    {
        Moved += keys;
        context.Tally.Keys(keys, keys * window.BytesPerKey);
    }
}
