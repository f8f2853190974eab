using System.CommandLine;
using RedisInfra.Admin.Ring;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Cli.Common;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Ring.Reports;
using Spectre.Console;

namespace RedisInfra.Cli.Rings;

/// <summary><c>redisinfra ring plan</c>.</summary>
internal static class RingPlanCommand
{
    public static Command Create(IAnsiConsole console, Func<string, string?> variable)
    {
        var options = new RingOptions(variable, needsFrom: true);
        var offline = new Option<bool>("--offline")
        {
            Description = "Ask no server: only which part of all hashes moves.",
        };
        var markdown = new Option<bool>("--markdown") { Description = "Markdown, for a pull request." };
        var command = new Command("plan", "Which keys would move where when the ring changes. Changes nothing.")
        {
            offline, markdown,
        };
        options.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            var target = options.Read(parsed);
            var isJson = parsed.GetValue(options.Json);
            if (isJson && parsed.GetValue(markdown))
            {
                throw new DiagnosticException(new Diagnostic("RI6036", "--markdown", "it stands there beside --json",
                    "one document is written", "Remove one of them"));
            }

            return CommandRun.RunAsync(console, parsed, isJson, target.Timeout,
                (output, stop) => RunAsync(
                    target, parsed.GetValue(offline), parsed.GetValue(markdown), output, stop), token);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        RingTarget target, bool isOffline, bool isMarkdown, CommandOutput output, CancellationToken cancellationToken)
    {
        var change = target.Change();
        await using var nodes = target.Connect();
        var load = isOffline ? null : await RingReader.ReadAsync(nodes, change, cancellationToken);
        var result = RingPlanner.Plan(target.From, target.To, load);
        if (isMarkdown)
        {
            output.Console.WriteLine(RingPlanMarkdown.Of(result));
            return ExitCodes.Done;
        }

        if (!output.IsJson)
        {
            foreach (var line in RingPlanText.Lines(result))
            {
                output.Say(line);
            }
        }

        output.Write(RingPlanDocument.Of(result));
        return ExitCodes.Done;
    }
}
