using System.CommandLine;
using RedisInfra.Admin.Repair;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Cli.Common;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Repair;
using Spectre.Console;

namespace RedisInfra.Cli.Clusters.Repairing;

/// <summary>
/// <c>redisinfra cluster repair</c>: exit code 1 when something is left that it won't do.
/// </summary>
internal static class RepairCommand
{
    public static Command Create(IAnsiConsole console, Func<string, string?> variable)
    {
        var target = new TargetOptions(variable);
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done first, and do nothing." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Don't ask." };
        var json = new Option<bool>("--json", "-j") { Description = "One JSON document." };
        var command = new Command("repair", "Set right what can't cost a key: introduce nodes that lost each other, "
            + "finish or close slots that a stopped move left open, give masters replicas. What it won't do is named "
            + "with its reason; then the exit code is 1.")
        {
            dryRun, yes, json,
        };
        target.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            var findings = new Findings();
            var where = target.Read(parsed, findings);
            findings.ThrowIfAny();
            var settings = (parsed.GetValue(dryRun), parsed.GetValue(yes));
            return CommandRun.RunAsync(console, parsed, parsed.GetValue(json), where.Timeout,
                (output, stop) => RepairAsync(where, settings, output, stop), token);
        });
        return command;
    }

    private static async Task<int> RepairAsync(
        ClusterTarget target, (bool IsDryRun, bool Yes) settings, CommandOutput output,
        CancellationToken cancellationToken)
    {
        await using var session = await ClusterSession.OpenAsync(target, cancellationToken);
        var repairer = new ClusterRepairer(
            session.Nodes, token => ClusterSession.FindAsync(target, token), new RepairOptions
            {
                Moves = new() { Say = output.Say },
                StepDone = step => output.Say($"done: {RepairWords.Step(step)}"),
                Waiting = reason => output.Say($"waiting: {reason}"),
            });
        var plan = await repairer.PlanAsync(cancellationToken);
        if (!output.IsJson)
        {
            foreach (var line in RepairWords.Lines(plan))
            {
                output.Say(line);
            }
        }

        // Nodes that settle by themselves are only watched.
        var isIdle = plan.Steps.IsEmpty && plan.Waiting is null;
        if (isIdle || settings.IsDryRun)
        {
            output.Write(new { Plan = Document(plan), Outcome = (object?)null });
            return plan.IsSound || (settings.IsDryRun && !plan.Steps.IsEmpty) ? ExitCodes.Done : ExitCodes.Failed;
        }

        if (!plan.Steps.IsEmpty && !settings.Yes && !await output.ConfirmAsync("Do that?", cancellationToken))
        {
            output.Say("nothing was changed");
            return ExitCodes.Failed;
        }

        var outcome = await repairer.RunAsync(cancellationToken);
        if (!output.IsJson)
        {
            Show(output, outcome);
        }

        output.Write(new { Plan = Document(plan), Outcome = Document(outcome) });
        return outcome.IsSound ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void Show(CommandOutput output, RepairOutcome outcome)
    {
        foreach (var line in RepairWords.Left(outcome.Left))
        {
            output.Say(line);
        }

        var errors = outcome.Left.Count(found => found.Severity == Severity.Error);
        output.Say($"{outcome.Done.Length} step(s) done, " + (errors == 0 ? "the cluster is sound" : $"{errors} left"));
    }

    private static object Document(RepairPlan plan) => new
    {
        Steps = plan.Steps.Select(RepairWords.Step), Left = JsonText.Of(plan.Left), plan.Waiting,
    };

    private static object Document(RepairOutcome outcome) => new
    {
        Done = outcome.Done.Select(RepairWords.Step), Left = JsonText.Of(outcome.Left), outcome.IsSound,
        Seconds = Math.Round(outcome.Elapsed.TotalSeconds, 3),
    };
}
