using System.Collections.Immutable;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Discovery;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Repair;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Repair;

/// <summary>
/// Sets right what is provably safe: find, plan, do one phase, look again, until there is nothing more to do. It may be
/// killed anywhere; the next run reads from the nodes what is left.
/// </summary>
/// <param name="nodes">The nodes.</param>
/// <param name="find">Finds the cluster anew: who is known changes when nodes meet.</param>
/// <param name="options">Deadlines, and who is told.</param>
public sealed class ClusterRepairer(
    INodes nodes, Func<CancellationToken, Task<DiscoveredCluster>> find, RepairOptions? options = null)
{
    /// <summary>Nodes that don't know each other: what this is for.</summary>
    private const string Strangers = "RI6042";

    /// <summary>A node that doesn't answer: the plan says so in words of its own.</summary>
    private const string Silence = "RI6043";
    private readonly RepairOptions _options = options ?? new RepairOptions();
    private readonly List<RepairStep> _done = [];
    private string _where = "Redis Cluster";

    private readonly MoveClaim _nodes = new(nodes, "Redis Cluster", [], options?.Moves, options?.Waiting);

    /// <summary>What would be done first, and what wouldn't be. Nothing is changed.</summary>
    public async Task<RepairPlan> PlanAsync(CancellationToken cancellationToken) =>
        (await LookAsync(cancellationToken)).Plan;

    /// <summary>Repairs.</summary>
    /// <exception cref="RepairStoppedException">It was cancelled, or a step couldn't be carried out.</exception>
    public async Task<RepairOutcome> RunAsync(CancellationToken cancellationToken)
    {
        long start = _nodes.Time.GetTimestamp();
        try
        {
            var left = await LoopAsync(cancellationToken);
            return new RepairOutcome([.. _done], left, _nodes.Time.GetElapsedTime(start));
        }
        catch (DiagnosticException refused)
        {
            return new RepairOutcome([.. _done], [.. refused.Diagnostics], _nodes.Time.GetElapsedTime(start));
        }
        catch (OperationCanceledException exception)
        {
            throw new RepairStoppedException(_where, "it was cancelled", [.. _done], exception);
        }
        catch (Exception exception) when (exception is MoveStoppedException || NodeObserver.IsSilence(exception))
        {
            throw new RepairStoppedException(_where, exception.Message, [.. _done], exception);
        }
        finally
        {
            await _nodes.LeaveAsync();
        }
    }

    /// <summary>Until nothing more can be done; gives what is left.</summary>
    private async Task<ImmutableArray<Diagnostic>> LoopAsync(CancellationToken cancellationToken)
    {
        var taken = new Dictionary<string, long>(StringComparer.Ordinal);
        long quiet = _nodes.Time.GetTimestamp();
        string said = "";
        while (true)
        {
            var (cluster, plan) = await LookAsync(cancellationToken);
            if (plan.Steps.IsEmpty && plan.Waiting is null) return plan.Left;
            if (!plan.Steps.IsEmpty && !_nodes.IsHeld)
            {
                await _nodes.EnterAsync(cancellationToken);
                continue; // Another run may have changed what was seen.
            }
            var due = plan.Steps.Where(step => !taken.TryGetValue(RepairWords.Step(step), out long at)
                || _nodes.Time.GetElapsedTime(at) > _options.RepeatAfter).ToList();
            foreach (var step in due)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (await TryAsync(cluster, step, cancellationToken) is { IsEmpty: false } refused)
                    return [.. plan.Left, .. refused];
                if (!taken.ContainsKey(RepairWords.Step(step)))
                {
                    quiet = _nodes.Time.GetTimestamp();
                    _done.Add(step);
                    _options.StepDone?.Invoke(step);
                }
                taken[RepairWords.Step(step)] = _nodes.Time.GetTimestamp();
            }
            string reason = plan.Waiting ?? $"no effect is seen yet: {RepairWords.Step(plan.Steps[0])}";
            if (_nodes.Time.GetElapsedTime(quiet) > _options.SettleTimeout) return [.. plan.Left, Unsettled(reason)];
            if (due.Count == 0 && reason != said) _options.Waiting?.Invoke(said = reason);
            await Task.Delay(_options.Poll, _nodes.Time, cancellationToken);
        }
    }

    private async Task<(DiscoveredCluster Cluster, RepairPlan Plan)> LookAsync(CancellationToken cancellationToken)
    {
        var cluster = await find(cancellationToken);
        _where = $"Redis Cluster at {cluster.Name}";
        (_nodes.Where, _nodes.Members) = (_where, cluster.Members);
        var foreign = cluster.Problems.Where(found => found.Code is not (Strangers or Silence)).ToImmutableArray();
        // Nodes of two clusters, or that refuse us: nothing is known for sure.
        if (foreign.Any(found => found.Severity == Severity.Error))
            return (cluster, new RepairPlan([], foreign, null));
        var counts = await OpenSlotReader.ReadAsync(_nodes, cluster.Observed, cancellationToken);
        var plan = RepairPlanner.Plan(_where, cluster.Observed, counts);
        if (!plan.Steps.IsEmpty || plan.Waiting is not null) return (cluster, plan);
        var stranded = await StrandedKeys.FindAsync(
            _nodes, _where, cluster.Observed, cluster.Members, cancellationToken);
        return (cluster, plan with { Left = [.. plan.Left, .. stranded] });
    }

    /// <summary>Takes a step; gives why it was refused. A step whose nodes changed meanwhile is planned anew.</summary>
    private async Task<ImmutableArray<Diagnostic>> TryAsync(
        DiscoveredCluster cluster, RepairStep step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case RepairStep.Meet meet:
                await SendAsync(meet.At, ["CLUSTER", "MEET", meet.Ip, $"{meet.Port}", $"{meet.BusPort}"],
                    cancellationToken);
                return [];
            case RepairStep.Replicate follow:
                var id = cluster.Observed.Of(follow.Master)!.Self.Id;
                await SendAsync(follow.Replica, ["CLUSTER", "REPLICATE", id.Value], cancellationToken);
                return [];
            case RepairStep.AllowReplicaMigration:
                await ReplicaMigrationGuard.RestoreLeftAsync(_nodes, cluster.Observed);
                return [];
            case RepairStep.FinishOpenSlots:
                return await FinishAsync(cluster, cancellationToken);
            default: throw new InvalidOperationException($"bug in RedisInfra: {step.GetType().Name}");
        }
    }

    private async Task SendAsync(Member member, string[] words, CancellationToken cancellationToken) =>
        await _nodes.ExecuteAsync(member, [RespCommand.Of(words)], cancellationToken);

    private async Task<ImmutableArray<Diagnostic>> FinishAsync(
        DiscoveredCluster cluster, CancellationToken cancellationToken)
    {
        var request = new RebalanceRequest(DesiredCluster.Remaining(cluster.Name, cluster.Members));
        try
        {
            var moves = _options.Moves with { OnlyOpenSlots = true, ExpectedFingerprint = null };
            await new Rebalancer(_nodes, request, moves).RunAsync(cancellationToken);
            return [];
        }
        catch (DiagnosticException refused)
        {
            return [.. refused.Diagnostics];
        }
    }

    private Diagnostic Unsettled(string reason) => new("RI3408", _where, reason,
        $"that didn't change within {_options.SettleTimeout.TotalSeconds:0} s",
        "Look at that node's log and network, and run again");
}
