using Pulumi;
using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Admin.Ring.Serving;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Ring.Reports;
using RedisInfra.Provider.Topology;

namespace RedisInfra.Provider.Ring;

/// <summary>What RingDrain and RingTopology have in common: look, show, do.</summary>
internal sealed class RingWork(ProviderEnvironment environment, EngineLog log, string token)
{
    /// <summary>Keys of a big pool take their time; what is stopped then continues with the next up.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromHours(2);

    /// <summary>What the shards say; null when none of them is there.</summary>
    public async Task<RingView?> LookAsync(
        RingSession session, RingInputs inputs, RingInputs? old, CancellationToken ct)
    {
        var known = await session.StandingAsync(inputs.Ring.Servers.Concat(old?.Ring.Servers ?? []), ct);
        return known.Count == 0 ? null : await session.Serving.LookAsync(known, old?.Ring, ct);
    }

    /// <summary>Does what the view asks for.</summary>
    public async Task RunAsync(
        Urn urn, RingSession session, RingInputs inputs, RingView view, TimeSpan timeout, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(timeout > TimeSpan.Zero ? timeout : s_timeout, environment.Time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(ct, environment.EngineGone, late.Token);
        var done = await session.Serving.RunAsync(view, session.Proxies, new RingMoveOptions
        {
            Mode = inputs.OnChange == "remap" ? RingMoveMode.Cache : RingMoveMode.Exact,
            ExpectedFingerprint = environment.Plans.Take(PlanKey(urn), inputs.Pool),
            Say = line => log.Progress(urn, line),
            Progress = progress => log.Progress(urn, $"{progress}"),
        }, any.Token);
        foreach (var outcome in done) await log.InfoAsync(urn, $"{inputs.Where}: {Summary(inputs, outcome)}");
    }

    /// <summary>Says what would be done. A preview never fails because nothing can be reached.</summary>
    public async Task PreviewAsync(Urn urn, RingInputs inputs, RingInputs? old, bool isDrain, CancellationToken ct)
    {
        environment.Plans.Take(PlanKey(urn), inputs.Pool); // what an earlier preview saw doesn't count any more
        using var deadline = new CancellationTokenSource(TopologySession.PlanTimeout, environment.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            await using var session = await RingSession.OpenAsync(
                environment, inputs, old, (old ?? inputs).Access, TopologySession.PreviewTimeout, either.Token);
            // The one of the two that will do it tells it.
            if (await LookAsync(session, inputs, old, either.Token) is not { } view || view.CanBegin != isDrain) return;
            if (!view.Steps.IsEmpty) environment.Plans.Keep(PlanKey(urn), inputs.Pool, view.Fingerprint);
            foreach (var step in view.Steps)
            {
                string? text = step switch
                {
                    RingCourseStep.GiveUp => "the move that was begun is given up: copies are deleted",
                    RingCourseStep.Move move => await PlanAsync(session, inputs, view, move, either.Token),
                    _ => null,
                };
                if (text is not null) await log.InfoAsync(urn, $"{inputs.Where}: {text}");
            }
        }
        catch (DiagnosticException refused)
        {
            await log.WarnAsync(urn, refused.Message);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested && TopologySession.IsUnreachable(exception))
        {
            if (old is null || RingCourse.Same(old.Ring, inputs.Ring)) return;
            await log.InfoAsync(urn, $"{inputs.Where}: what moves is unknown until deployed: {exception.Message}");
        }
    }

    private string PlanKey(Urn urn) => $"{token} {ClusterTopologyResource.StackOf(urn)}";

    private static async Task<string> PlanAsync(
        RingSession session, RingInputs inputs, RingView view, RingCourseStep.Move move, CancellationToken ct)
    {
        var plan = await session.Serving.PlanAsync(move, view, ct);
        string how = inputs.OnChange == "remap" ? "\nthese keys are given up (onRingChange: remap)" : "";
        return string.Join('\n', RingPlanText.Lines(plan)) + how;
    }

    private static string Summary(RingInputs inputs, RingMoveOutcome outcome) => outcome.Result switch
    {
        RingMoveResult.Moved => $"{Amounts.Count(outcome.Keys, "key")} "
            + $"{(inputs.OnChange == "remap" ? "given up" : "moved")} in {Amounts.Time(outcome.Elapsed)}, "
            + $"{Amounts.Count(outcome.ChangedAgain)} of them once more because they changed; "
            + $"writers waited {outcome.Pause.TotalMilliseconds:0} ms",
        _ => "no key had to move; the proxies have the declared ring",
    };
}
