using System.Collections.Immutable;
using System.Net.Sockets;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Formation;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Formation;

/// <summary>
/// Forms the declared cluster, or takes up or adopts what stands: observe, plan, do, until the plan says formed. It may
/// be
/// killed anywhere; the next run sees what is there and continues.
/// </summary>
public sealed class ClusterFormer(INodes nodes, DesiredCluster desired, FormerOptions? options = null)
{
    private readonly FormerOptions _options = options ?? new FormerOptions();
    private readonly List<FormationStep> _done = [];

    /// <summary>What would be done now.</summary>
    public async Task<FormationResult> PlanAsync(CancellationToken cancellationToken) =>
        FormationPlan.Plan(await nodes.ObserveAsync(desired, cancellationToken), desired);

    /// <summary>Forms the cluster.</summary>
    /// <exception cref="DiagnosticException">It must not be formed; nothing was touched since that was
    /// seen.</exception>
    /// <exception cref="FormationFailedException">It didn't come to its end in time.</exception>
    public async Task<FormationOutcome> FormAsync(CancellationToken cancellationToken)
    {
        long start = nodes.Time.GetTimestamp();
        long? formingSince = null;
        bool resumed = false;
        string reason = "";
        while (true)
        {
            var observed = await nodes.ObserveAsync(desired, cancellationToken);
            if (formingSince is null && !observed.Silent.Any()) formingSince = nodes.Time.GetTimestamp();
            switch (FormationPlan.Plan(observed, desired))
            {
                case FormationResult.Refused refused:
                    throw new DiagnosticException(refused.Diagnostics);
                case FormationResult.Formed:
                    return Outcome(observed, resumed, [], formingSince);
                case FormationResult.Adopt adopt:
                    return Outcome(observed, resumed, adopt.Differences, formingSince);
                case FormationResult.NotReady wait:
                    if (wait.Reason != reason) _options.Waiting?.Invoke(wait.Reason);
                    reason = wait.Reason;
                    break;
                case FormationResult.Steps plan:
                    resumed |= plan.IsResumed && _done.Count == 0;
                    if (await TryAsync(observed, plan, cancellationToken) is not { } failure) continue;
                    _options.Waiting?.Invoke(failure);
                    reason = failure;
                    break;
            }
            if (nodes.Time.GetElapsedTime(start) > _options.Timeout)
                throw new FormationFailedException(desired.Name, reason, [.. _done]);
            await Task.Delay(_options.RetryPause, nodes.Time, cancellationToken);
        }
    }

    private FormationOutcome Outcome(
        ObservedCluster observed, bool resumed, ImmutableArray<Diagnostic> differences, long? since) =>
        new(observed, [.. _done], resumed, differences, nodes.Time.GetElapsedTime(since ?? 0));

    /// <summary>
    /// Carries a plan out. What a server or the network refuses is given back; the next plan sees what is there.
    /// </summary>
    private async Task<string?> TryAsync(
        ObservedCluster observed, FormationResult.Steps plan, CancellationToken cancellationToken)
    {
        var executor = new FormationExecutor(nodes, desired, _options);
        bool finished = false;
        try
        {
            foreach (var phase in plan.Items.GroupBy(step => step.Phase))
                await executor.RunPhaseAsync(observed, phase, Done, cancellationToken);
            finished = true;
            return null;
        }
        catch (Exception exception) when (IsTransient(exception))
        {
            return exception.Message;
        }
        finally
        {
            if (!finished) await RestoreAsync(executor, observed, plan);
        }
    }

    /// <summary>
    /// Nodes must not be left with the short timeout, whatever happened: with it, a short stall is a failover. A
    /// cancelled
    /// run has no time to observe again, so the plan's own last phase is used.
    /// </summary>
    private async Task RestoreAsync(FormationExecutor executor, ObservedCluster observed, FormationResult.Steps plan)
    {
        using var deadline = new CancellationTokenSource(_options.RestoreTimeout, nodes.Time);
        var restores = plan.Items.Where(step => step.Phase == FormationPhase.Restore).Select(async step =>
        {
            try
            {
                await executor.RunPhaseAsync(observed, [step], _ => { }, deadline.Token);
            }
            catch (Exception exception) when (IsTransient(exception) || exception is OperationCanceledException)
            {
                // This member can't be told now; the next plan sees its timeout and sets it.
            }
        });
        await Task.WhenAll(restores);
    }

    private void Done(FormationStep step)
    {
        lock (_done) _done.Add(step);
        _options.StepDone?.Invoke(step);
    }

    private static bool IsTransient(Exception exception) =>
        exception is RedisErrorException or RedisConnectionException or TimeoutException or IOException
            or SocketException;
}
