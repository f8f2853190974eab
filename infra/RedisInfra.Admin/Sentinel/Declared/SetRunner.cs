using System.Collections.Immutable;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Sentinel;
using RedisInfra.Model.Sentinel.Declared;

namespace RedisInfra.Admin.Sentinel.Declared;

/// <summary>
/// Looks, plans, does, and looks again until nothing is left to do. Whatever a run that was stopped left is seen by the
/// next.
/// </summary>
/// <param name="nodes">Connections.</param>
/// <param name="look">Reads the set.</param>
/// <param name="plan">What has to be done.</param>
/// <param name="options">Limits, and who is told.</param>
public sealed class SetRunner(
    SentinelNodes nodes, Func<CancellationToken, Task<ObservedSet>> look, Func<ObservedSet, SetPlan> plan,
    SetOptions options)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(300);

    private readonly SetSteps _steps = new(nodes, options);
    private readonly List<SetStep> _done = [];
    private string _waited = "";

    /// <summary>Runs until the set is as declared.</summary>
    /// <exception cref="DiagnosticException">It can't be made so; nothing more was touched.</exception>
    /// <exception cref="SentinelStoppedException">It didn't come to its end.</exception>
    public async Task<SetOutcome> RunAsync(CancellationToken cancellationToken)
    {
        long began = nodes.Time.GetTimestamp();
        long progressed = began;
        while (true)
        {
            var seen = await look(cancellationToken);
            switch (plan(seen))
            {
                case SetPlan.Settled:
                    return new SetOutcome(seen, [.. _done], nodes.Time.GetElapsedTime(began));
                case SetPlan.Refused refused:
                    throw new DiagnosticException(refused.Reasons);
                case SetPlan.NotReady waiting:
                    await WaitAsync(waiting.Reasons, progressed, cancellationToken);
                    break;
                case SetPlan.Steps steps:
                    if (await DoAsync(seen, steps.All, cancellationToken)) progressed = nodes.Time.GetTimestamp();
                    else await WaitAsync([], progressed, cancellationToken);
                    break;
            }
        }
    }

    private async Task WaitAsync(ImmutableArray<Diagnostic> reasons, long since, CancellationToken cancellationToken)
    {
        if (nodes.Time.GetElapsedTime(since) > options.Patience)
        {
            string what = reasons.IsEmpty ? "What was done last had no effect." : string.Join(' ', reasons);
            throw new SentinelStoppedException($"RI3538 nothing has changed for {Amounts.About(options.Patience)}: "
                + $"{what} Run it again when that is put right: it continues.");
        }
        string first = reasons.IsEmpty ? "" : $"waiting: {reasons[0].Where}: {reasons[0].What}";
        if (first.Length > 0 && first != _waited) options.Say(first);
        _waited = first;
        await Task.Delay(s_poll, nodes.Time, cancellationToken);
    }

    /// <summary>
    /// Whether something was done that wasn't before. After what changes the set for all it is looked at again.
    /// </summary>
    private async Task<bool> DoAsync(
        ObservedSet seen, ImmutableArray<SetStep> steps, CancellationToken cancellationToken)
    {
        var (any, isNew) = (false, false);
        foreach (var step in steps)
        {
            // Whoever signs in anew is cut off for a moment, so that once more would never end.
            if (step is SetStep.SignIn && _done.Contains(step)) continue;
            if (step is SetStep.Forget && any && steps.Any(one => one is not (SetStep.Retire or SetStep.Forget)))
                return isNew;
            options.Step(step);
            try
            {
                await _steps.RunAsync(seen, step, cancellationToken);
            }
            catch (Exception failed) when (failed is RedisErrorException or RedisConnectionException)
            {
                throw new SentinelStoppedException($"RI3538 stopped: {SetStepText.Of(step, name => name)}: "
                    + $"{failed.Message.TrimEnd('.')}. Run it again: it continues.", failed);
            }
            isNew |= !_done.Contains(step);
            _done.Add(step);
            any = true;
            if (step is SetStep.Heard or SetStep.HandOver or SetStep.Forget) break;
        }
        return isNew;
    }
}
