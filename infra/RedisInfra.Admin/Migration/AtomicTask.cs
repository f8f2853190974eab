using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// One task that a server carries out by itself: looked at, begun, followed, and its outcome read from the masters. It
/// is asynchronous and may fail without a word to us, so only what the masters say counts.
/// </summary>
internal sealed class AtomicTask(
    MoveContext context, ClusterMasters masters, SlotWindow window, SlotTaskDialect dialect)
{
    private const int PollsBetweenCounts = 10;
    private const int MaxFailures = 10;
    private static readonly TimeSpan s_finishWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_trimWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_cancelWithin = TimeSpan.FromSeconds(5);
    private long _counted;

    public async Task RunAsync()
    {
        await EpochIsKnownAsync();
        long keys = await LookAsync();
        string id = await StartAsync();
        try
        {
            await FollowAsync(id, keys);
            await MastersAgreement.WaitAsync(context, masters, window);
        }
        catch
        {
            Count(0);
            throw;
        }
        Count(keys);
        context.Failures.Clear();
        context.Tally.Slots(window.From, window.To, window.Slots, keys, (long)(keys * window.BytesPerKey),
            isResumed: false);
    }

    /// <summary>Both ends' own views; gives the keys that are about to move.</summary>
    private async Task<long> LookAsync()
    {
        List<RespCommand> questions = [SlotCommands.Nodes, .. window.Slots.Select(SlotCommands.CountKeys)];
        var atSource = context.SendAsync(window.From, questions);
        var atDestination = context.SendAsync(window.To, questions);
        await Task.WhenAll(atSource, atDestination);
        var (source, destination) = (await atSource, await atDestination);
        string? problem = WindowRoles.SourceProblem(WindowRoles.Read(window.From, source[0]), window, isOpen: false)
            ?? WindowRoles.DestinationProblem(WindowRoles.Read(window.To, destination[0]), window, isOpen: false);
        if (problem is not null) throw new MoveTroubleException(problem);
        // A task that failed leaves keys, which the server removes by and by.
        long left = destination.Skip(1).Sum(count => count.Integer);
        if (left > 0)
        {
            await TrimmedAsync(left);
            throw new MoveTroubleException($"{window.To.Name} held key(s) of slots that aren't its own");
        }
        return source.Skip(1).Sum(count => count.Integer);
    }

    /// <summary>Returns when the keys are gone. A replica that took over keeps what its master was about to
    /// remove.</summary>
    private async Task TrimmedAsync(long left)
    {
        long since = context.Nodes.Time.GetTimestamp();
        while (left > 0)
        {
            context.Stop.ThrowIfCancellationRequested();
            context.Tally.Waiting = $"{window.To.Name} still holds {left} key(s) of slots that aren't its own";
            if (context.Nodes.Time.GetElapsedTime(since) > s_trimWithin)
            {
                throw new DiagnosticException(new Diagnostic("RI3251", window.ToString(),
                    $"{window.To.Name} holds {left} key(s) of them although it doesn't own them, and doesn't remove "
                        + "them",
                    "nobody can tell whether those or the owner's are right",
                    $"Look at them with CLUSTER GETKEYSINSLOT at {window.To.Name}, and delete them there when the "
                        + "owner's are right (each DEL after ASKING)"));
            }
            await context.DelayAsync(context.Options.SettlePoll);
            var counts = await context.SendAsync(window.To, [.. window.Slots.Select(SlotCommands.CountKeys)]);
            long now = counts.Sum(count => count.Integer);
            if (now != left) since = context.Nodes.Time.GetTimestamp();
            left = now;
        }
    }

    /// <summary>
    /// A destination chooses an epoch above all that it knows. If another move that ends at the same time chooses the
    /// source's, the source leaves it for a greater one, perhaps greater than this destination's: then it takes the
    /// slots back, and what was written meanwhile is lost (hazard 8). So everybody must know the source's first.
    /// </summary>
    private async Task EpochIsKnownAsync()
    {
        while (await UnawareAsync() is { } problem)
        {
            context.Tally.Waiting = problem;
            await context.DelayAsync(context.Options.SettlePoll);
        }
    }

    private async Task<string?> UnawareAsync()
    {
        var asked = masters.All.Select(view => view.Member).Append(window.From).DistinctBy(member => member.Name);
        var answers = await MastersAgreement.AskAsync(asked, async member =>
            (member, Records: WindowRoles.Read(member, (await context.ExecuteAsync(member, [SlotCommands.Nodes]))[0])));
        var own = answers.SelectMany(answer => answer.Records)
            .FirstOrDefault(record => record.IsMyself && record.Id == window.FromId);
        if (own is null) throw new MoveTroubleException($"{window.From.Name} is another node than before");
        var unaware = answers.FirstOrDefault(answer => answer.Records.All(
            record => record.Id != window.FromId || record.ConfigEpoch < own.ConfigEpoch));
        return unaware.member is null ? null
            : $"{unaware.member.Name} hasn't heard of {window.From.Name}'s config epoch {own.ConfigEpoch}";
    }

    /// <summary>Begins, and finds the task among those that the server tells of.</summary>
    private async Task<string> StartAsync()
    {
        context.Tally.Touch();
        var asked = dialect.Asked(window);
        var replies = await context.SendAsync(asked, [dialect.List, dialect.Start(window), dialect.List]);
        if (replies[1].IsError) throw Failed($"{asked.Name}: {replies[1].Text}");
        var before = dialect.Read(replies[0]).Select(task => task.Id).ToHashSet(StringComparer.Ordinal);
        var slots = SlotSet.OfSlots(window.Slots);
        var begun = dialect.Read(replies[2])
            .FirstOrDefault(task => !before.Contains(task.Id) && SlotSet.Parse(task.Slots).Equals(slots));
        return begun?.Id ?? throw new MoveTroubleException($"{asked.Name} doesn't tell of the move that it has begun");
    }

    private async Task FollowAsync(string id, long keys)
    {
        string state = "";
        long? stopping = null;
        for (int poll = 1; ; poll++)
        {
            var task = await AskAsync(id);
            if (task is null) return; // A server that has restarted knows nothing; the masters know who owns what.
            if (task.IsDone) return;
            if (task.HasEnded) throw Ended(task);
            if (task.State != state) context.Tally.Step();
            state = task.State;
            context.Tally.Waiting = $"{window.From.Name} to {window.To.Name}: {state}";
            if (poll % PollsBetweenCounts == 0) await CountAsync(keys);
            if (context.IsStopping)
            {
                stopping ??= context.Nodes.Time.GetTimestamp();
                if (context.Nodes.Time.GetElapsedTime(stopping.Value) > s_finishWithin) await CancelAsync(id);
            }
            await DelayAsync(id);
        }
    }

    /// <summary>Null when the server doesn't know the task.</summary>
    private async Task<SlotTaskState?> AskAsync(string id)
    {
        var asked = dialect.Asked(window);
        RespValue[] replies;
        try
        {
            replies = await context.SendAsync(asked, [dialect.Status(id)]);
        }
        catch (OperationCanceledException)
        {
            await CancelAsync(id);
            throw;
        }
        if (replies[0].IsError) throw new MoveTroubleException($"{asked.Name}: {replies[0].Text}");
        return dialect.Read(replies[0]).FirstOrDefault(task => task.Id == id)
            ?? (await OwnsAsync() ? null : throw new MoveTroubleException($"{asked.Name} forgot the move"));
    }

    private async Task DelayAsync(string id)
    {
        try
        {
            await context.DelayAsync(context.Options.SettlePoll);
        }
        catch (OperationCanceledException)
        {
            await CancelAsync(id);
            throw;
        }
    }

    /// <summary>Whether the destination says that all slots are its own.</summary>
    private async Task<bool> OwnsAsync()
    {
        var replies = await context.ExecuteAsync(window.To, [SlotCommands.Nodes]);
        var self = WindowRoles.Read(window.To, replies[0]).First(record => record.IsMyself);
        return SlotSet.OfSlots(window.Slots).Except(self.Slots).IsEmpty;
    }

    /// <summary>
    /// Gives the task up: the server then keeps every slot and key where they were. One that can't be given up any more
    /// is about to end, which is waited for; a server that doesn't let us (an ACL user without EVAL) ends it by itself.
    /// </summary>
    private async Task CancelAsync(string id)
    {
        using var deadline = new CancellationTokenSource(s_cancelWithin, context.Nodes.Time);
        try
        {
            while (true)
            {
                var replies = await context.Nodes.SendAsync(
                    dialect.Asked(window), [dialect.Cancel(id), dialect.Status(id)], default, deadline.Token);
                if (replies[1].IsError) return;
                var task = dialect.Read(replies[1]).FirstOrDefault(task => task.Id == id);
                if (task is null or { HasEnded: true }) return;
                await Task.Delay(context.Options.SettlePoll, context.Nodes.Time, deadline.Token);
            }
        }
        catch (Exception exception)
            when (NodeObserver.IsSilence(exception) || exception is OperationCanceledException)
        {
            // Whoever runs next finds the task, or what it did.
        }
    }

    private Exception Ended(SlotTaskState task)
    {
        if (context.IsStopping) return new OperationCanceledException(context.Stop);
        string error = task.Error.Trim().TrimEnd('.');
        string why = error.Length > 0 ? $": {error}" : "";
        return Failed($"{window.From.Name} to {window.To.Name}: the move {task.State}{why}");
    }

    /// <summary>
    /// Tried again some times: a node may be about to be failed over. Never moved by another method instead: whoever
    /// asked for this one is told why it doesn't work.
    /// </summary>
    private MoveTroubleException Failed(string why) => new(why, isFinal: context.Failures.Add() >= MaxFailures);

    /// <summary>How many keys are there already, for progress.</summary>
    private async Task CountAsync(long keys)
    {
        var counts = await context.SendAsync(window.To, [.. window.Slots.Select(SlotCommands.CountKeys)]);
        Count(Math.Min(keys, counts.Sum(count => count.Integer)));
    }

    private void Count(long keys)
    {
        context.Tally.Keys(keys - _counted, (keys - _counted) * window.BytesPerKey);
        _counted = keys;
    }
}
