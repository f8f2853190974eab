using System.Collections.Immutable;
using System.CommandLine;
using RedisInfra.Admin.Ring;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Cli.Common;
using RedisInfra.Model.Diagnostics;
using Spectre.Console;

namespace RedisInfra.Cli.Rings;

/// <summary><c>redisinfra ring verify</c>.</summary>
internal static class RingVerifyCommand
{
    public static Command Create(IAnsiConsole console, Func<string, string?> variable)
    {
        var options = new RingOptions(variable, needsFrom: false);
        var command = new Command("verify", "Whether every key of every server is where the ring of --to puts it, and "
            + "nowhere else; servers that are only in --from are looked at as well. Changes nothing.");
        options.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            var target = options.Read(parsed);
            return CommandRun.RunAsync(console, parsed, parsed.GetValue(options.Json), target.Timeout,
                (output, stop) => RunAsync(target, output, stop), token);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        RingTarget target, CommandOutput output, CancellationToken cancellationToken)
    {
        var change = target.Change();
        await using var nodes = target.Connect();
        var reports = await new RingVerifier(nodes, change).RunAsync(cancellationToken);
        var isWell = reports.All(report => report.Wrong == 0);
        if (!output.IsJson)
        {
            Show(output, reports);
        }

        output.Write(Document(reports, isWell));
        return isWell ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void Show(CommandOutput output, ImmutableArray<RingServerReport> reports)
    {
        long wrong = reports.Sum(report => report.Wrong);
        var all = Amounts.Count(reports.Sum(report => report.Keys), "key");
        output.Say(wrong == 0 ? $"well: {all}, each where the ring puts it"
            : $"{Amounts.Count(wrong)} of {all} at a wrong server, {Twice(reports.Sum(report => report.Twice))}");
        foreach (var report in reports)
        {
            var where = report.Wrong == 0 ? ""
                : $", {Amounts.Count(report.Wrong)} wrong here, {Twice(report.Twice)}";
            var keys = Amounts.Count(report.Keys, "key");
            output.Say($"  {report.Member.Name} at {report.Member.Endpoint}: {keys}{where}");
            foreach (var key in report.Samples)
            {
                var there = key.IsTwice ? "has it too" : "doesn't have it";
                output.Say($"    {key.Key} belongs to {key.Owner.Name}, which {there}");
            }
        }
    }

    private static string Twice(long count) =>
        $"{(count == 0 ? "none" : Amounts.Count(count))} of them at the right one as well";

    private static object Document(ImmutableArray<RingServerReport> reports, bool isWell) => new
    {
        Ok = isWell,
        Keys = reports.Sum(report => report.Keys),
        Wrong = reports.Sum(report => report.Wrong),
        Twice = reports.Sum(report => report.Twice),
        Servers = reports.Select(report => new
        {
            report.Member.Name,
            report.Member.Endpoint,
            report.Keys,
            report.Wrong,
            report.Twice,
            Samples = report.Samples.Select(key => new { key.Key, Owner = key.Owner.Name, Twice = key.IsTwice }),
        }),
    };
}
