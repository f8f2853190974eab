using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using RedisInfra.Admin.Cluster;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>
/// Moves the keys of a ring that changes while clients use them: copies, follows changes, lets writers wait for a
/// moment, switches proxies, and deletes what has moved. Killed at any time, running it again continues.
/// </summary>
/// <param name="nodes">The servers; nobody else may use the same connections meanwhile.</param>
/// <param name="reach">How they are reached: changes come over connections of their own.</param>
/// <param name="change">The change; <see cref="RingChecks"/> has nothing against it.</param>
/// <param name="proxies">Stops the old proxies and starts the new ones.</param>
/// <param name="options">How.</param>
public sealed class RingMover(
    INodes nodes, IMemberReach reach, RingChange change, IRingSwitch proxies, RingMoveOptions? options = null)
{
    private readonly RingMoveOptions _options = options ?? new RingMoveOptions();

    /// <summary>Which move it is, 16 hexadecimal digits: alike for the same rings wherever servers are.</summary>
    public string Fingerprint { get; } = FingerprintOf(change.Old.Pool, change.New.Pool);

    /// <summary>Which move it is from one ring to the other: <see cref="Fingerprint"/>.</summary>
    public static string FingerprintOf(RingPool from, RingPool to) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(RingMoveText.Of(from, to))))[..16];

    /// <summary>Moves, or continues what an earlier run began.</summary>
    /// <exception cref="DiagnosticException">Refused; nothing was touched.</exception>
    /// <exception cref="RingMoveStoppedException">It didn't come to its end; running it again continues.</exception>
    public Task<RingMoveOutcome> RunAsync(CancellationToken cancellationToken) =>
        GuardAsync(MoveAsync, cancellationToken);

    /// <summary>
    /// Goes back to the old ring: deletes copies. Old proxies that were stopped aren't started again by this.
    /// </summary>
    /// <exception cref="DiagnosticException">The new proxies may serve already; nothing was touched.</exception>
    /// <exception cref="RingMoveStoppedException">It didn't come to its end; running it again continues.</exception>
    public Task<RingMoveOutcome> UndoAsync(CancellationToken cancellationToken) =>
        GuardAsync(BackAsync, cancellationToken);

    private async Task<RingMoveOutcome> GuardAsync(
        Func<Run, CancellationToken, Task<RingMoveOutcome>> work, CancellationToken cancellationToken)
    {
        if (change.Shares().IsEmpty) return new RingMoveOutcome(RingMoveResult.Same);
        await RingReader.LookAsync(nodes, change.Members, cancellationToken);
        var claim = new RingClaim(nodes, change.Members, _options);
        var run = new Run(claim, new RingContext(
            claim, change, _options, new RingTally(nodes.Time, _options)));
        try
        {
            await claim.EnterAsync(cancellationToken);
            var outcome = await work(run, cancellationToken);
            return outcome with { Elapsed = run.Context.Tally.Progress.Elapsed };
        }
        catch (Exception exception) when (NodeObserver.IsSilence(exception)
            || exception is OperationCanceledException or TimeoutException
            || (exception is DiagnosticException && run.Phase != RingMovePhase.None && run.HasBegun))
        {
            string why = cancellationToken.IsCancellationRequested ? "it was cancelled"
                : exception.Message.TrimEnd('.');
            throw new RingMoveStoppedException(RingStopText.Of(run.Phase, why), run.Context.Tally.Progress, exception);
        }
        finally
        {
            await claim.LeaveAsync();
        }
    }

    private async Task<RingMoveOutcome> MoveAsync(Run run, CancellationToken cancellationToken)
    {
        var context = run.Context;
        var (begun, doubt) = await BeforeAsync(run, isUndo: false, cancellationToken);
        bool isResumed = begun.Id is not null;
        var outcome = new RingMoveOutcome(RingMoveResult.Moved) { IsResumed = isResumed };
        if (run.Phase != RingMovePhase.Switched)
        {
            if (await new RingPreflight(context).IsDoneAsync(isResumed, doubt, cancellationToken))
            {
                if (doubt is not null) await RingMarks.RemoveAsync(context, cancellationToken);
                return outcome with { Result = RingMoveResult.AlreadyDone };
            }

            run.HasBegun = true;
            outcome = await SwitchAsync(run, outcome, cancellationToken);
        }
        else
        {
            run.HasBegun = true;
            _options.Say?.Invoke("an earlier run had switched: the new proxies are started again, if they aren't");
            await StepAsync(proxies.StopOldAsync);
            await StepAsync(proxies.StartNewAsync);
        }
        if (_options.Mode == RingMoveMode.Exact)
        {
            context.Tally.Step("waiting for disks");
            await RingKept.UntilAsync(context, cancellationToken);
        }

        context.Tally.Step("deleting what has moved");
        await EachAsync(context, server => RingSweeper.DropMovedAsync(context, server, cancellationToken));
        await VerifyAsync(context, cancellationToken);
        await RingMarks.RemoveAsync(context, cancellationToken);
        context.Tally.Step("done");
        return outcome with
        {
            Pairs = context.Tally.Pairs(change), ChangedAgain = context.Tally.ChangedAgain,
        };
    }

    /// <summary>Everything up to the moment from which the new proxies serve.</summary>
    private async Task<RingMoveOutcome> SwitchAsync(
        Run run, RingMoveOutcome outcome, CancellationToken cancellationToken)
    {
        var (context, time) = (run.Context, nodes.Time);
        await MarkAsync(run, RingMovePhase.Copying, cancellationToken);
        if (outcome.IsResumed) await EndCopiesAsync(run, cancellationToken);
        bool isExact = _options.Mode == RingMoveMode.Exact;
        if (outcome.IsResumed || _options.DropStrangers || !isExact)
            await EachAsync(context, server => RingSweeper.DropStrangersAsync(context, server, cancellationToken));
        await using var copy = new RingCopy(context, run.Claim);
        long start = time.GetTimestamp();
        if (isExact) await copy.CopyAsync(reach, cancellationToken);
        var copied = time.GetElapsedTime(start);
        await MarkAsync(run, RingMovePhase.Stopping, cancellationToken);
        context.Tally.Step("switching");
        await proxies.AnnounceStopAsync(cancellationToken);
        if (isExact) await copy.PauseAsync(cancellationToken);
        long waiting = copy.WaitingSince ?? time.GetTimestamp();
        var before = time.GetElapsedTime(waiting);
        // From here on clients have no proxies: whoever cancels gets them back first.
        await StepAsync(proxies.StopOldAsync);
        using var late = new CancellationTokenSource(_options.SwitchTimeout, time);
        await copy.FinishAsync(late.Token);
        await MarkAsync(run, RingMovePhase.Switched, late.Token);
        await StepAsync(proxies.StartNewAsync);
        return outcome with
        {
            Pause = time.GetElapsedTime(waiting), PauseBeforeStop = before, CopyTime = copied,
        };
    }

    private async Task<RingMoveOutcome> BackAsync(Run run, CancellationToken cancellationToken)
    {
        var context = run.Context;
        var (begun, doubt) = await BeforeAsync(run, isUndo: true, cancellationToken);
        if (begun.Phase == RingMovePhase.None) return new RingMoveOutcome(RingMoveResult.Undone);
        if (doubt is not null && !_options.DropStrangers) await new RingPreflight(context).RefuseStraysAsync(
            doubt, cancellationToken);
        run.HasBegun = true;
        await EndCopiesAsync(run, cancellationToken);
        context.Tally.Step("deleting copies");
        await EachAsync(context, server => RingSweeper.DropStrangersAsync(context, server, cancellationToken));
        await RingMarks.RemoveAsync(context, cancellationToken);
        return new RingMoveOutcome(RingMoveResult.Undone) { IsResumed = true };
    }

    /// <summary>Where an earlier run stopped, and what to say when that isn't certain.</summary>
    private async Task<(RingMoveBegun Begun, Diagnostic? Doubt)> BeforeAsync(
        Run run, bool isUndo, CancellationToken cancellationToken)
    {
        var marks = await RingMarks.ReadAsync(run.Claim, change.Members, cancellationToken);
        var begun = RingMoveStart.Of(Fingerprint, marks, isUndo);
        if (begun.Id is { } id) (run.Id, run.Phase) = (id, begun.Phase);
        return (begun, begun.IsDoubtful ? RingMoveStart.Doubt(marks) : null);
    }

    private Task MarkAsync(Run run, RingMovePhase phase, CancellationToken cancellationToken)
    {
        // Said before it is so: should it break off in the middle, this much may be done.
        run.Phase = phase;
        var gets = change.Shares().Select(share => share.Young).ToHashSet();
        return RingMarks.WriteAsync(
            run.Context, new RingMoveMark(Fingerprint, phase, run.Id), gets.Contains, cancellationToken);
    }

    /// <summary>Servers may still copy keys for a run that was killed, which would be taken for new ones.</summary>
    private Task EndCopiesAsync(Run run, CancellationToken cancellationToken) =>
        EachAsync(run.Context, server => RingClients.EndCopiesAsync(
            run.Claim, change.Members[server], run.Claim.Name, cancellationToken));

    private static Task EachAsync(RingContext context, Func<int, Task> act) =>
        Task.WhenAll(Enumerable.Range(0, context.Members.Length).Select(act));

    private async Task StepAsync(Func<CancellationToken, Task> step)
    {
        using var late = new CancellationTokenSource(_options.SwitchTimeout, nodes.Time);
        await step(late.Token);
    }

    private static async Task VerifyAsync(RingContext context, CancellationToken cancellationToken)
    {
        var reports = await new RingVerifier(context.Nodes, context.Change).RunAsync(cancellationToken);
        var wrong = reports.Where(report => report.Wrong > 0).ToImmutableArray();
        if (wrong.IsEmpty) return;
        throw new DiagnosticException([.. wrong.Select(report => new Diagnostic("RI3453",
            $"server {report.Member.Name} at {report.Member.Endpoint}",
            $"{Amounts.Count(report.Wrong, "key")} are there after the switch, {report.Samples[0].Key} for one",
            "the new ring doesn't put them there", "Somebody writes past the new proxies: end that, and run again"))]);
    }

    /// <summary>One run.</summary>
    private sealed class Run(RingClaim claim, RingContext context)
    {
        public RingClaim Claim { get; } = claim;

        public RingContext Context { get; } = context;

        /// <summary>Which time of this move: that of the run that it continues, else a new one.</summary>
        public string Id { get; set; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

        /// <summary>The furthest that servers may have noted.</summary>
        public RingMovePhase Phase { get; set; }

        /// <summary>Whether something was changed.</summary>
        public bool HasBegun { get; set; }
    }
}
