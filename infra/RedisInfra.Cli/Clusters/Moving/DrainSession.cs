using RedisInfra.Admin.Departure;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Cli.Clusters.View;
using RedisInfra.Cli.Common;
using RedisInfra.Model.Departure;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Cli.Clusters.Moving;

/// <summary>Lets nodes leave: plans, shows, asks, does it, and shows what was done.</summary>
internal static class DrainSession
{
    public static async Task<int> RunAsync(
        ClusterSession session, DepartureRequest request, MoveSettings settings, CommandOutput output,
        CancellationToken cancellationToken)
    {
        var options = new DrainOptions
        {
            Moves = settings.Move with { Method = MoveSession.Method(settings.Method, session) },
            Waiting = reason => output.Say($"waiting: {reason}"),
            StepDone = step => output.Say($"done: {DrainWords.Step(step)}"),
        };
        var plan = await PlanAsync(new ClusterDrainer(session.Nodes, request, options), output, cancellationToken);
        DrainView.Show(output, plan, request);
        if (plan.Departure is DepartureResult.Gone || settings.IsDryRun)
        {
            output.Write(new { Plan = DrainView.Document(plan, request), Outcome = (object?)null });
            return ExitCodes.Done;
        }

        if (!settings.Yes && !await output.ConfirmAsync("Let these nodes leave?", cancellationToken))
        {
            output.Say("nothing was changed");
            return ExitCodes.Failed;
        }

        // What was shown is what is done: a cluster that changed meanwhile is refused.
        options = options with { ExpectedFingerprint = options.Moves.ExpectedFingerprint ?? plan.Fingerprint };
        var outcome = await new MoveShow(output, TimeProvider.System).RunAsync(
            options.Moves, moves => new ClusterDrainer(session.Nodes, request, options with { Moves = moves })
                .RunAsync(cancellationToken));
        DrainView.Show(output, outcome);
        output.Write(new { Plan = DrainView.Document(plan, request), Outcome = DrainView.Document(outcome) });
        return ExitCodes.Done;
    }

    /// <inheritdoc cref="SettledPlan"/>
    /// <exception cref="DiagnosticException">Refused.</exception>
    private static Task<DrainPlan> PlanAsync(
        ClusterDrainer drainer, CommandOutput output, CancellationToken cancellationToken) =>
        SettledPlan.MakeAsync(
            drainer.PlanAsync,
            plan => plan.Refusals.IsEmpty ? (plan.Departure as DepartureResult.NotReady)?.Reason
                : throw new DiagnosticException(plan.Refusals),
            output, cancellationToken);
}
