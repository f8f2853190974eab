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
        foreach (var report in reports)
        {
            var wrong = report.Wrong == 0 ? "all where the ring puts them"
                : $"{Amounts.Count(report.Wrong)} at the wrong server, {Amounts.Count(report.Twice)} of them "
                    + "at the right one as well";
            var keys = Amounts.Count(report.Keys, "key");
            output.Say($"{report.Member.Name} at {report.Member.Endpoint}: {keys}, {wrong}");
            foreach (var key in report.Samples)
            {
                output.Say($"  {key.Key} belongs to {key.Owner.Name}, which has {(key.IsTwice ? "it too" : "none")}");
            }
        }
    }

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
