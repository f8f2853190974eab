using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// Moves slots until every shard owns its part and nobody who leaves owns anything: observe, plan, do, until the plan
/// says balanced. It may be killed anywhere; the next run reads from the nodes what is half done, and finishes it
/// first.
/// </summary>
public sealed class Rebalancer(INodes nodes, RebalanceRequest request, MoveOptions? options = null)
{
    private const int MaxRoundsWithoutSlots = 200;
    private static readonly TimeSpan s_retryPause = TimeSpan.FromMilliseconds(200);
    private static readonly string[] s_accessErrors = ["NOAUTH", "WRONGPASS", "NOPERM"];
    private readonly MoveOptions _options = options ?? new MoveOptions();

    /// <summary>Whoever lets members leave or repairs has one already, for all that it does.</summary>
    private readonly MoveClaim _nodes = nodes as MoveClaim ?? new MoveClaim(nodes,
        $"Redis Cluster \"{request.Desired.Name}\"", request.Members, options, options?.Say);
    private readonly bool _isOwn = nodes is not MoveClaim;
    private bool _isSearched;
    private string? _said;

    /// <summary>What would be done now. Nothing is changed.</summary>
    /// <exception cref="RedisConnectionException">A master was lost while it was looked at.</exception>
    public async Task<RebalanceResult> PlanAsync(CancellationToken cancellationToken)
    {
        var observed = await _nodes.ObserveAsync(request.Members, cancellationToken);
        return (await LookAsync(observed, cancellationToken)).Result;
    }

    /// <summary>Moves what has to be moved.</summary>
    /// <exception cref="DiagnosticException">It must not be done; nothing was touched.</exception>
    /// <exception cref="MoveStoppedException">It was cancelled, stopped or stalled; running again
    /// continues.</exception>
    public async Task<RebalanceOutcome> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = new MoveStop(_nodes.Time, _options.Timeout, cancellationToken);
        var tally = new MoveTally(_nodes.Time);
        var context = new MoveContext(_nodes, _options, tally, stop.Stop, stop.Abort);
        using var pulse = new MovePulse(_nodes, _options, tally, stop);
        var beating = pulse.RunAsync();
        try
        {
            return await LoopAsync(context);
        }
        catch (DiagnosticException) when (!tally.IsTouched)
        {
            throw;
        }
        catch (OperationCanceledException exception)
        {
            throw MoveWords.Stopped(request.Desired.Name, stop.Reason, tally, exception);
        }
        catch (Exception exception)
            when (exception is MoveTroubleException or DiagnosticException || NodeObserver.IsSilence(exception))
        {
            throw MoveWords.Stopped(request.Desired.Name, exception.Message, tally, exception);
        }
        finally
        {
            pulse.End();
            await beating;
            await context.Latency.DisposeAsync();
            if (_isOwn) await _nodes.LeaveAsync();
        }
    }

    private async Task<RebalanceOutcome> LoopAsync(MoveContext context)
    {
        long start = _nodes.Time.GetTimestamp();
        int rounds = 0;
        int slots = 0;
        bool isFirst = true;
        while (true)
        {
            context.Stop.ThrowIfCancellationRequested();
            string trouble;
            try
            {
                var observed = await _nodes.ObserveAsync(request.Members, context.Stop);
                var look = await LookAsync(observed, context.Stop);
                bool isDone = _options.OnlyOpenSlots && !OpenSlotPlan.IsOpen(observed);
                if (isDone || look.Result is RebalanceResult.Balanced)
                {
                    // Another run may be at it that keeps roles right now.
                    if (!_nodes.IsHeld && observed.Live.Any(view => view.IsRoleKept))
                    {
                        await _nodes.EnterAsync(context.Stop);
                        continue;
                    }
                    await ReplicaMigrationGuard.RestoreLeftAsync(_nodes, observed);
                    return new RebalanceOutcome(observed, context.Tally.Done(), context.Tally.Resumed,
                        _nodes.Time.GetElapsedTime(start));
                }
                if (look.Result is RebalanceResult.Refused refused)
                    throw new DiagnosticException(refused.Diagnostics);
                if (look.Result is RebalanceResult.NotReady wait)
                {
                    trouble = wait.Reason;
                }
                else
                {
                    if (!_nodes.IsHeld)
                    {
                        await _nodes.EnterAsync(context.Stop);
                        continue; // Another run may have changed what was seen.
                    }
                    if (isFirst) await CheckFirstAsync(observed, context.Stop);
                    isFirst = false;
                    await ActAsync(context, observed, look.Load, look.Result);
                    continue;
                }
            }
            catch (Exception exception) when (IsTrouble(exception))
            {
                trouble = exception.Message;
            }
            Say(context, trouble);
            int done = context.Tally.Done().Sum(move => move.Slots.Count);
            rounds = done > slots ? 0 : rounds + 1;
            slots = done;
            if (context.Tally.IsTouched && rounds > MaxRoundsWithoutSlots)
                throw new MoveTroubleException($"no slot moved in {rounds} tries ({trouble})", isFinal: true);
            await Task.Delay(s_retryPause, _nodes.Time, context.Stop);
        }
    }

    private async Task<(RebalanceResult Result, ClusterLoad Load)> LookAsync(
        ObservedCluster observed, CancellationToken cancellationToken)
    {
        var counts = await OpenSlotReader.ReadAsync(_nodes, observed, cancellationToken);
        var asked = _options.Method is { } method ? request with { Method = method } : request;
        // Measuring asks for every slot; whether there is anything to do can be seen without.
        var first = RebalancePlanner.Plan(observed, ClusterLoad.Empty, counts, asked);
        if (first is RebalanceResult.NotReady) return (first, ClusterLoad.Empty);
        if (await StrandedAsync(observed, first, cancellationToken) is { } stranded)
            return (stranded, ClusterLoad.Empty);
        if (first is RebalanceResult.Balanced) return (first, ClusterLoad.Empty);
        var load = await LoadReader.ReadAsync(_nodes, observed, cancellationToken);
        return (RebalancePlanner.Plan(observed, load, counts, asked), load);
    }

    /// <summary>
    /// Once before anything moves, and at the end. Members that leave are looked at when they own nothing any more.
    /// </summary>
    private async Task<RebalanceResult?> StrandedAsync(
        ObservedCluster observed, RebalanceResult result, CancellationToken cancellationToken)
    {
        bool isDue = result is RebalanceResult.Balanced || (result is RebalanceResult.Steps && !_isSearched);
        if (!isDue || _options.OnlyOpenSlots) return null;
        var found = await StrandedKeys.FindAsync(_nodes, $"Redis Cluster \"{request.Desired.Name}\"", observed,
            request.Desired.Members, cancellationToken);
        _isSearched = true;
        return found.IsEmpty ? null : new RebalanceResult.Refused(found);
    }

    /// <summary>What is looked at once, before anything is touched.</summary>
    private async Task CheckFirstAsync(ObservedCluster observed, CancellationToken cancellationToken)
    {
        string found = ClusterFingerprint.Of(observed);
        if (_options.ExpectedFingerprint is { } expected && expected != found)
        {
            throw new DiagnosticException(new Diagnostic("RI3253", $"Redis Cluster \"{request.Desired.Name}\"",
                $"its masters, epochs or slots are not those that the plan was made for ({found}, not {expected})",
                "a plan is carried out only on what it was made from", "Plan again, look at the new plan, and run it"));
        }
        await ForeignMoveCheck.RefuseAsync(_nodes, request.Desired.Name, observed, cancellationToken);
    }

    private async Task ActAsync(
        MoveContext context, ObservedCluster observed, ClusterLoad load, RebalanceResult result)
    {
        if (result is RebalanceResult.Resume resume)
        {
            _options.Say?.Invoke($"finishing {resume.Items.Length} slot(s) that an earlier move left open");
            context.Tally.Plan(resume.Items.Length, 0, 0);
            await GuardedAsync(context, resume.KeepRole,
                () => new OpenSlotRunner(context, observed, load).RunAsync(resume.Items));
            return;
        }
        var plan = ((RebalanceResult.Steps)result).Plan;
        _options.Say?.Invoke(MoveWords.Plan(plan, _options.Gentle));
        context.Tally.Plan(plan.Slots, plan.Keys, plan.Bytes);
        await FunctionCopier.RunAsync(context, plan.FunctionCopies);
        await GuardedAsync(context, plan.KeepRole,
            () => plan.Method == MigrationMethod.Windows
                ? new WindowRunner(context, observed, load).RunAsync(plan.Moves)
                : new AtomicRunner(context, observed, load).RunAsync(plan.Moves, plan.Method),
            plan.Method != MigrationMethod.Windows);
    }

    private async Task GuardedAsync(
        MoveContext context, IEnumerable<Member> keepRole, Func<Task> work, bool isByServers = false)
    {
        var guard = new ReplicaMigrationGuard(_nodes);
        bool goesOn = isByServers;
        try
        {
            await guard.SetAsync(keepRole, context.Stop);
            await work();
            goesOn = false;
        }
        finally
        {
            await guard.RestoreAsync(goesOn);
        }
    }

    private void Say(MoveContext context, string trouble)
    {
        context.Tally.Waiting = trouble;
        if (trouble != _said) _options.Say?.Invoke(trouble);
        _said = trouble;
    }

    /// <summary>What may be otherwise when it is looked at again.</summary>
    private static bool IsTrouble(Exception exception) => exception switch
    {
        MoveTroubleException trouble => !trouble.IsFinal,
        RedisErrorException error => !s_accessErrors.Contains(error.Code),
        _ => NodeObserver.IsSilence(exception),
    };
}
