using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Departure;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Departure;

/// <summary>
/// Lets members leave a cluster that stands: observe, plan, do the first phase, until the plan says gone. Masters of
/// shards that stay hand over, shards that leave give their slots away, all forget those that left, and these become
/// fresh nodes. It may be killed anywhere; the next run reads from the nodes what is left to do.
/// </summary>
public sealed class ClusterDrainer(INodes nodes, DepartureRequest request, DrainOptions? options = null)
{
    private readonly DrainOptions _options = options ?? new DrainOptions();
    private readonly List<DepartureStep> _done = [];
    private readonly List<SlotMove> _moves = [];
    private readonly HashSet<string> _cleared = new(StringComparer.Ordinal);
    private bool _isChecked;
    private (string? Name, long Keys, long Since) _holding;

    private readonly MoveClaim _nodes = new(nodes, $"Redis Cluster \"{request.Staying.Name}\"", request.Members,
        options?.Moves, options?.Waiting);

    /// <summary>What would be done now. Nothing is changed.</summary>
    /// <exception cref="RedisConnectionException">A master was lost while it was looked at.</exception>
    public async Task<DrainPlan> PlanAsync(CancellationToken cancellationToken) =>
        await PlanAsync(await _nodes.ObserveAsync(request.Members, cancellationToken), cancellationToken);

    /// <summary>Lets them leave.</summary>
    /// <exception cref="DiagnosticException">It must not be done; nothing was touched.</exception>
    /// <exception cref="MoveStoppedException">Moving slots was cancelled, stopped or stalled.</exception>
    /// <exception cref="DrainStoppedException">Nothing went forward, or something was refused half way.</exception>
    public async Task<DrainOutcome> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await LoopAsync(cancellationToken);
        }
        catch (DiagnosticException exception)
        {
            throw Refusal(exception.Diagnostics);
        }
        finally
        {
            await _nodes.LeaveAsync();
        }
    }

    private async Task<DrainOutcome> LoopAsync(CancellationToken cancellationToken)
    {
        long start = _nodes.Time.GetTimestamp();
        long step = start;
        string said = "";
        while (true)
        {
            var observed = await _nodes.ObserveAsync(request.Members, cancellationToken);
            string reason;
            switch (DeparturePlan.Plan(observed, request, _cleared))
            {
                case DepartureResult.Gone when !_nodes.IsHeld && observed.Live.Any(view => view.IsRoleKept):
                    await _nodes.EnterAsync(cancellationToken);
                    continue;
                case DepartureResult.Gone gone:
                    await ReplicaMigrationGuard.RestoreLeftAsync(_nodes, observed);
                    return new DrainOutcome(
                        observed, [.. _done], [.. _moves], gone.Unreached, _nodes.Time.GetElapsedTime(start));
                case DepartureResult.Refused refused:
                    throw Refusal(await AllRefusalsAsync(observed, refused, cancellationToken));
                case DepartureResult.NotReady wait when MayHelp(observed, wait):
                    if (!_nodes.IsHeld) await _nodes.EnterAsync(cancellationToken);
                    else if (await HelpAsync(observed, wait, cancellationToken) is { } problem)
                    {
                        reason = problem;
                        break;
                    }
                    continue;
                case DepartureResult.NotReady wait:
                    reason = wait.Reason;
                    break;
                case DepartureResult.Steps when !_nodes.IsHeld:
                    await _nodes.EnterAsync(cancellationToken);
                    continue; // Another run may have changed what was seen.
                case DepartureResult.Steps steps:
                    if (await TryAsync(observed, steps, cancellationToken) is not { } failure)
                    {
                        step = _nodes.Time.GetTimestamp();
                        continue;
                    }
                    reason = failure;
                    break;
                default: throw new InvalidOperationException("bug in RedisInfra: a plan that isn't known");
            }
            if (reason != said) _options.Waiting?.Invoke(reason);
            said = reason;
            var patience = IsCopying(observed) ? _options.CopyTimeout : _options.StallTimeout;
            if (_nodes.Time.GetElapsedTime(step) > patience)
                throw new DrainStoppedException(request.Staying.Name, reason, [.. _done]);
            await Task.Delay(_options.Poll, _nodes.Time, cancellationToken);
        }
    }

    /// <summary>Whether a member that changes its shard doesn't hold all of it yet. One that loads is silent.</summary>
    private bool IsCopying(ObservedCluster observed) => observed.Views.Any(view =>
        request.Changing.ContainsKey(view.Member.Name)
        && view is NodeView.Silent { Reason: SilentReason.Loading } or NodeView.Live { IsMasterLinkUp: false });

    /// <summary>Whether what is waited for may be something that doesn't come by itself.</summary>
    private bool MayHelp(ObservedCluster observed, DepartureResult.NotReady wait)
    {
        if (wait.Holding is not { } view)
        {
            _holding = default;
            // A node whose import has lost its source doesn't say ok before the slot is closed.
            return !observed.Silent.Any() && observed.Live.Any(
                other => other.Self is { IsMaster: true, OpenSlots.IsEmpty: false });
        }
        if ((_holding.Name, _holding.Keys) != (view.Member.Name, view.KeyCount))
            _holding = (view.Member.Name, view.KeyCount, _nodes.Time.GetTimestamp());
        return _nodes.Time.GetElapsedTime(_holding.Since) > _options.TrimTimeout;
    }

    /// <summary>Drops keys that are left over, or finishes slots that are open. Gives what keeps that from being
    /// done.</summary>
    private async Task<string?> HelpAsync(
        ObservedCluster observed, DepartureResult.NotReady wait, CancellationToken cancellationToken)
    {
        try
        {
            if (!_isChecked) await CheckFirstAsync(observed, cancellationToken);
            if (wait.Holding is { } view)
            {
                _holding = default;
                var found = await new StrayKeys(_nodes, request).DropAsync(view.Member, cancellationToken);
                return found is null ? null : throw new DiagnosticException(found);
            }
            var moves = DepartureForecast.Moves(observed, request);
            var all = new RebalanceRequest(DesiredCluster.Remaining(request.Staying.Name, moves.Members))
            {
                Departed = moves.Departed,
            };
            var options = _options.Moves with { OnlyOpenSlots = true, ExpectedFingerprint = null };
            await new Rebalancer(_nodes, all, options).RunAsync(cancellationToken);
            return null;
        }
        catch (Exception exception) when (NodeObserver.IsSilence(exception))
        {
            return exception.Message;
        }
    }

    /// <summary>The moves are planned along, so that what forbids them is known before anything is touched.</summary>
    private async Task<DrainPlan> PlanAsync(ObservedCluster observed, CancellationToken cancellationToken)
    {
        var departure = DeparturePlan.Plan(observed, request, _cleared);
        string fingerprint = ClusterFingerprint.OfOwners(observed);
        if (departure is DepartureResult.Gone)
            return new DrainPlan(departure, new RebalanceResult.Balanced(), fingerprint);
        if (departure is DepartureResult.NotReady wait)
        {
            return new DrainPlan(departure, new RebalanceResult.NotReady(wait.Reason), fingerprint)
            {
                IsSilent = observed.Silent.Any(),
            };
        }
        var moves = DepartureForecast.Moves(observed, request);
        var steps = departure is DepartureResult.Steps some ? some.Items : [];
        var load = await LoadReader.ReadAsync(_nodes, observed, cancellationToken);
        var (views, after) = DepartureForecast.AfterHandOvers(observed, load, moves, steps);
        var counts = await OpenSlotReader.ReadAsync(_nodes, views, cancellationToken);
        return new DrainPlan(departure, RebalancePlanner.Plan(views, after, counts, moves), fingerprint);
    }

    private async Task CheckFirstAsync(ObservedCluster observed, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(observed, cancellationToken);
        if (!plan.Refusals.IsEmpty) throw Refusal(plan.Refusals);
        if (_options.ExpectedFingerprint is not { } expected || expected == plan.Fingerprint) return;
        throw Refusal([new Diagnostic("RI3311", $"Redis Cluster \"{request.Staying.Name}\"",
            $"its masters, epochs or slots are not those that the plan was shown for ({plan.Fingerprint}, not "
                + $"{expected})",
            "what is done must be what was shown", "Preview again, look at the new plan, and run it")]);
    }

    private Exception Refusal(IReadOnlyList<Diagnostic> found)
    {
        var refusal = new DiagnosticException(found);
        return _done.Count == 0 ? refusal
            : new DrainStoppedException(request.Staying.Name, refusal.Message, [.. _done], refusal);
    }

    /// <summary>What forbids the moves is told along, unless a master is lost while it is looked at.</summary>
    private async Task<IReadOnlyList<Diagnostic>> AllRefusalsAsync(
        ObservedCluster observed, DepartureResult.Refused refused, CancellationToken cancellationToken)
    {
        try
        {
            var all = (await PlanAsync(observed, cancellationToken)).Refusals;
            return all.IsEmpty ? refused.Diagnostics : all;
        }
        catch (Exception exception) when (NodeObserver.IsSilence(exception))
        {
            return refused.Diagnostics;
        }
    }

    /// <summary>Does the first phase. What a server or the network refuses is given back.</summary>
    private async Task<string?> TryAsync(
        ObservedCluster observed, DepartureResult.Steps plan, CancellationToken cancellationToken)
    {
        var executor = new DrainExecutor(_nodes, observed, _options);
        try
        {
            if (!_isChecked) await CheckFirstAsync(observed, cancellationToken);
            _isChecked = true;
            foreach (var move in plan.Next.OfType<DepartureStep.MoveSlots>())
                await MoveAsync(observed, move, cancellationToken);
            await Task.WhenAll(plan.Next.Where(step => step is not DepartureStep.MoveSlots).Select(async step =>
            {
                await executor.RunAsync(step, cancellationToken);
                if (step is DepartureStep.Reset reset) lock (_cleared) _cleared.Add(reset.Member.Name);
                Done(step);
            }));
            return null;
        }
        catch (Exception exception) when (exception is TimeoutException || NodeObserver.IsSilence(exception))
        {
            return exception.Message;
        }
    }

    private async Task MoveAsync(
        ObservedCluster observed, DepartureStep.MoveSlots step, CancellationToken cancellationToken)
    {
        // Whether it is the cluster that was shown was asked before the first step.
        var options = _options.Moves with { ExpectedFingerprint = null };
        var rebalancer = new Rebalancer(_nodes, DepartureForecast.Moves(observed, request), options);
        try
        {
            _moves.AddRange((await rebalancer.RunAsync(cancellationToken)).Moves);
        }
        catch (DiagnosticException exception)
        {
            throw Refusal(exception.Diagnostics);
        }
        Done(step);
    }

    private void Done(DepartureStep step)
    {
        lock (_done) _done.Add(step);
        _options.StepDone?.Invoke(step);
    }
}
