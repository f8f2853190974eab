using System.CommandLine;
using RedisInfra.Admin.Ring;
using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Cli.Common;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Ring.Reports;
using Spectre.Console;

namespace RedisInfra.Cli.Rings;

/// <summary><c>redisinfra ring rebalance</c>.</summary>
internal static class RingRebalanceCommand
{
    public static Command Create(IAnsiConsole console, Func<string, string?> variable)
    {
        var options = new RingOptions(variable, needsFrom: true);
        var flags = new RingMoveFlags();
        var command = new Command("rebalance", "Move keys to where the ring of --to puts them, and switch the proxies. "
            + "Clients are served meanwhile, but for a moment. Killed or stopped at any time, running it again "
            + "continues.");
        options.AddTo(command);
        flags.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            var target = options.Read(parsed);
            var how = flags.Read(parsed);
            return CommandRun.RunAsync(console, parsed, parsed.GetValue(options.Json), target.Timeout,
                (output, stop) => RunAsync(target, how, flags, parsed, output, stop), token);
        });
        return command;
    }

    private static async Task<int> RunAsync(RingTarget target, RingMoveOptions options, RingMoveFlags flags,
        ParseResult parsed, CommandOutput output, CancellationToken cancellationToken)
    {
        var change = target.Change();
        await using var nodes = target.Connect();
        var plan = RingPlanner.Plan(
            target.From, target.To, await RingReader.ReadAsync(nodes, change, cancellationToken));
        foreach (var line in RingPlanText.Lines(plan))
        {
            output.Say(line);
        }

        if (parsed.GetValue(flags.DryRun))
        {
            output.Write(new { Plan = RingPlanDocument.Of(plan), Outcome = (object?)null });
            return ExitCodes.Done;
        }

        var isUndo = parsed.GetValue(flags.Undo);
        var question = isUndo ? "Delete the copies?" : "Move these keys?";
        if (!parsed.GetValue(flags.Yes) && !await output.ConfirmAsync(question, cancellationToken))
        {
            output.Say("nothing was changed");
            return ExitCodes.Failed;
        }

        var proxies = new ShellSwitch(
            parsed.GetValue(flags.StopOld) ?? "", parsed.GetValue(flags.StartNew) ?? "", output.Say);
        var lines = new RingProgressLines(output, TimeProvider.System);
        var mover = new RingMover(nodes, nodes.Reach, change, proxies,
            options with { Say = output.Say, Progress = lines.Show });
        var outcome = isUndo ? await mover.UndoAsync(cancellationToken) : await mover.RunAsync(cancellationToken);
        Show(output, outcome, options.Mode);
        output.Write(new { Plan = RingPlanDocument.Of(plan), Outcome = Document(outcome) });
        return ExitCodes.Done;
    }

    private static void Show(CommandOutput output, RingMoveOutcome outcome, RingMoveMode mode)
    {
        var done = mode == RingMoveMode.Cache ? "given up" : "moved";
        output.Say(outcome.Result switch
        {
            RingMoveResult.Same => "both rings put every key at the same server: nothing was done",
            RingMoveResult.AlreadyDone => "every key is where the new ring puts it already: nothing was done",
            RingMoveResult.Undone => "copies are deleted; start the old proxies if they were stopped",
            _ => $"{Amounts.Count(outcome.Keys, "key")} {done} in {Amounts.Time(outcome.Elapsed)}, "
                + $"{Amounts.Count(outcome.ChangedAgain)} of them once more because they changed; "
                + $"writers waited {outcome.Pause.TotalMilliseconds:0} ms",
        });
        foreach (var pair in outcome.Pairs)
        {
            output.Say($"  {pair.From.Name} -> {pair.To.Name}  {Amounts.Count(pair.Keys, "key")}");
        }
    }

    private static object Document(RingMoveOutcome outcome) => new
    {
        Result = outcome.Result.ToString().ToLowerInvariant(),
        Resumed = outcome.IsResumed,
        outcome.Keys,
        outcome.Bytes,
        outcome.ChangedAgain,
        PauseMs = Math.Round(outcome.Pause.TotalMilliseconds, 1),
        PauseBeforeStopMs = Math.Round(outcome.PauseBeforeStop.TotalMilliseconds, 1),
        CopySeconds = Math.Round(outcome.CopyTime.TotalSeconds, 3),
        Seconds = Math.Round(outcome.Elapsed.TotalSeconds, 3),
        Pairs = outcome.Pairs.Select(
            pair => new { From = pair.From.Name, To = pair.To.Name, pair.Keys, pair.Bytes }),
    };
}
