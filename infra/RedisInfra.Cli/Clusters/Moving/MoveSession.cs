using RedisInfra.Admin.Migration;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Cli.Clusters.View;
using RedisInfra.Cli.Common;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;

namespace RedisInfra.Cli.Clusters.Moving;

/// <summary>What the commands that plan and move have in common.</summary>
internal static class MoveSession
{
    /// <summary>Plans, shows, asks, moves, and shows what was done.</summary>
    public static async Task<int> RunAsync(
        ClusterSession session, RebalanceRequest request, MoveSettings settings, CommandOutput output,
        CancellationToken cancellationToken)
    {
        var options = settings.Move with { Method = Method(settings.Method, session) };
        var plan = await PlanAsync(new Rebalancer(session.Nodes, request, options), output, cancellationToken);
        PlanView.Show(output, plan, options.Gentle);
        if (plan is RebalanceResult.Balanced || settings.IsDryRun)
        {
            output.Write(new { Plan = PlanView.Document(plan, options.Gentle), Outcome = (object?)null });
            return ExitCodes.Done;
        }

        if (!settings.Yes && !await output.ConfirmAsync("Move these slots?", cancellationToken))
        {
            output.Say("nothing was changed");
            return ExitCodes.Failed;
        }

        // What was shown is what is done: a cluster that changed meanwhile is refused.
        options = options with
        {
            ExpectedFingerprint = options.ExpectedFingerprint ?? (plan as RebalanceResult.Steps)?.Plan.Fingerprint,
        };
        var outcome = await new MoveShow(output, TimeProvider.System).RunAsync(
            options, shown => new Rebalancer(session.Nodes, request, shown).RunAsync(cancellationToken));
        OutcomeView.Show(output, outcome);
        output.Write(new { Plan = PlanView.Document(plan, options.Gentle), Outcome = OutcomeView.Document(outcome) });
        return ExitCodes.Done;
    }

    /// <summary>The method of the servers that were found; null leaves it to the plan.</summary>
    /// <exception cref="DiagnosticException">They don't have what was asked for.</exception>
    public static MigrationMethod? Method(MethodChoice choice, ClusterSession session)
    {
        if (choice != MethodChoice.Atomic)
        {
            return choice == MethodChoice.Windows ? MigrationMethod.Windows : null;
        }

        var methods = session.Cluster.Observed.Live.Select(view => view.Method).Distinct().ToList();
        return methods is [MigrationMethod.RedisImport or MigrationMethod.ValkeyMigrateSlots]
            ? methods[0]
            : throw new DiagnosticException(new Diagnostic("RI6039", "--method", "atomic is asked for",
                "not all nodes are of the same kind and have it: Redis 8.4 and Valkey 9 do",
                "Take auto, or upgrade the nodes"));
    }

    /// <inheritdoc cref="SettledPlan"/>
    /// <exception cref="DiagnosticException">Refused.</exception>
    public static Task<RebalanceResult> PlanAsync(
        Rebalancer rebalancer, CommandOutput output, CancellationToken cancellationToken) =>
        SettledPlan.MakeAsync(rebalancer.PlanAsync, plan => plan switch
        {
            RebalanceResult.Refused refused => throw new DiagnosticException(refused.Diagnostics),
            RebalanceResult.NotReady wait => wait.Reason,
            _ => null,
        }, output, cancellationToken);
}
