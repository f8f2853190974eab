using System.CommandLine;
using RedisInfra.Admin.Migration;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Cli.Common;
using RedisInfra.Cli.Status;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using Spectre.Console;

namespace RedisInfra.Cli.Clusters.Checking;

/// <summary><c>redisinfra cluster check</c>: exit code 1 when the cluster isn't ok.</summary>
internal static class CheckCommand
{
    public static Command Create(IAnsiConsole console, Func<string, string?> variable)
    {
        var target = new TargetOptions(variable);
        var json = new Option<bool>("--json", "-j") { Description = "One JSON document." };
        var command = new Command("check", "What every node itself says: agreement, slots, open slots, links, "
            + "replicas, balance. Exit code 1 when something is wrong.")
        {
            json,
        };
        target.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            var findings = new Findings();
            var where = target.Read(parsed, findings);
            findings.ThrowIfAny();
            return CommandRun.RunAsync(console, parsed, parsed.GetValue(json), where.Timeout,
                (output, stop) => CheckAsync(where, output, stop), token);
        });
        return command;
    }

    private static async Task<int> CheckAsync(
        ClusterTarget target, CommandOutput output, CancellationToken cancellationToken)
    {
        await using var session = await ClusterSession.OpenAsync(target, cancellationToken);
        var cluster = session.Cluster;
        var status = await ClusterStatusReader.DescribeAsync(
            cluster.Name, session.Nodes, cluster.Observed, cancellationToken);
        // What members said of each other comes with the status; what kept them from saying it is said once.
        var problems = cluster.Problems.Where(problem => problem.Code is "RI6041" or "RI6042").ToList();
        problems.AddRange(await StrandedKeys.FindAsync(
            session.Nodes, cluster.Name, cluster.Observed, cluster.Members, cancellationToken));
        var ok = status.Ok && cluster.Problems.Concat(problems).All(problem => problem.Severity != Severity.Error);
        status = status with { Ok = ok, Findings = [.. status.Findings, .. problems.Select(found => $"{found}")] };
        var notes = BalanceCheck.Notes(cluster);
        var fingerprint = ClusterFingerprint.Of(cluster.Observed);
        if (!output.IsJson)
        {
            StatusView.Show(output.Console, [status]);
            foreach (var note in notes)
            {
                output.Say($"  note: {note}");
            }

            output.Say($"fingerprint {fingerprint}");
        }

        output.Write(new
        {
            status.Name, status.Ok, status.SlotsAssigned, status.Members, status.Findings, Notes = notes,
            Fingerprint = fingerprint,
        });
        return ok ? ExitCodes.Done : ExitCodes.Failed;
    }
}
