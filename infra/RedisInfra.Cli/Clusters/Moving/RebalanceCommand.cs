using System.Collections.Immutable;
using System.CommandLine;
using RedisInfra.Admin.Migration;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Cli.Clusters.View;
using RedisInfra.Cli.Common;
using RedisInfra.Model.Rebalancing;
using Spectre.Console;

namespace RedisInfra.Cli.Clusters.Moving;

/// <summary><c>redisinfra cluster rebalance</c>.</summary>
internal static class RebalanceCommand
{
    public static Command Create(IAnsiConsole console, Func<string, string?> variable)
    {
        var target = new TargetOptions(variable);
        var weights = new WeightOption();
        var flags = new MoveFlags();
        var command = new Command("rebalance", "Move slots until every master owns its part. Clients are served "
            + "meanwhile. Killed or stopped at any time, running it again continues. The key p (or SIGUSR1) pauses it.")
        {
            weights.Option,
        };
        target.AddTo(command);
        flags.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            var findings = new Findings();
            var where = target.Read(parsed, findings);
            var parts = weights.Read(parsed, findings);
            var settings = flags.Read(parsed, where.Timeout, findings);
            findings.ThrowIfAny();
            return CommandRun.RunAsync(console, parsed, settings.IsJson, null,
                (output, stop) => RunAsync(where, parts, settings, output, stop), token);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ClusterTarget target, ImmutableArray<(string Node, int Weight)> weights, MoveSettings settings,
        CommandOutput output, CancellationToken cancellationToken)
    {
        await using var session = await ClusterSession.OpenWholeAsync(target, output.Say, cancellationToken);
        var findings = new Findings();
        var request = ShardChoice.Request(session.Cluster, weights, [], findings);
        findings.ThrowIfAny();
        var options = settings.Move with { Method = MoveSession.Method(settings.Method, session) };
        var plan = await MoveSession.PlanAsync(
            new Rebalancer(session.Nodes, request!, options), output, cancellationToken);
        PlanView.Show(output, plan);
        if (plan is RebalanceResult.Balanced || settings.IsDryRun)
        {
            output.Write(new { Plan = PlanView.Document(plan), Outcome = (object?)null });
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
            options, shown => new Rebalancer(session.Nodes, request!, shown).RunAsync(cancellationToken));
        OutcomeView.Show(output, outcome);
        output.Write(new { Plan = PlanView.Document(plan), Outcome = OutcomeView.Document(outcome) });
        return ExitCodes.Done;
    }
}
