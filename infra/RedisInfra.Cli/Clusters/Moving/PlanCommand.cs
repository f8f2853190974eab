using System.Collections.Immutable;
using System.CommandLine;
using RedisInfra.Admin.Migration;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Cli.Clusters.View;
using RedisInfra.Cli.Common;
using RedisInfra.Model.Rebalancing.Reports;
using Spectre.Console;

namespace RedisInfra.Cli.Clusters.Moving;

/// <summary><c>redisinfra cluster plan</c>.</summary>
internal static class PlanCommand
{
    public static Command Create(IAnsiConsole console, Func<string, string?> variable)
    {
        var target = new TargetOptions(variable);
        var weights = new WeightOption();
        var leaving = new AddressList(
            "--leaving", "Masters that are to be emptied, by address or first digits of the id.");
        var json = new Option<bool>("--json", "-j") { Description = "One JSON document." };
        var markdown = new Option<bool>("--markdown") { Description = "Markdown, for a pull request." };
        var command = new Command(
            "plan", "Which slots would move where, with how many keys and bytes. Changes nothing.")
        {
            weights.Option, leaving.Option, json, markdown,
        };
        target.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            var findings = new Findings();
            var where = target.Read(parsed, findings);
            var parts = weights.Read(parsed, findings);
            if (parsed.GetValue(json) && parsed.GetValue(markdown))
            {
                findings.Add("RI6036", "--markdown", "it stands there beside --json", "one document is written",
                    "Remove one of them");
            }

            findings.ThrowIfAny();
            return CommandRun.RunAsync(console, parsed, parsed.GetValue(json), where.Timeout,
                (output, stop) => PlanAsync(
                    where, parts, leaving.Texts(parsed), parsed.GetValue(markdown), output, stop),
                token);
        });
        return command;
    }

    private static async Task<int> PlanAsync(
        ClusterTarget target, ImmutableArray<(string Node, int Weight)> weights, ImmutableArray<string> leaving,
        bool isMarkdown, CommandOutput output, CancellationToken cancellationToken)
    {
        await using var session = await ClusterSession.OpenWholeAsync(target, output.Say, cancellationToken);
        var findings = new Findings();
        var request = ShardChoice.Request(session.Cluster, weights, leaving, findings);
        findings.ThrowIfAny();
        var rebalancer = new Rebalancer(session.Nodes, request!);
        var result = await MoveSession.PlanAsync(rebalancer, output, cancellationToken);
        if (isMarkdown)
        {
            output.Console.WriteLine(PlanMarkdown.Of(result));
            return ExitCodes.Done;
        }

        PlanView.Show(output, result);
        output.Write(PlanView.Document(result));
        return ExitCodes.Done;
    }
}
