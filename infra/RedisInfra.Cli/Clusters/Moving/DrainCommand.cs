using System.Collections.Immutable;
using System.CommandLine;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Cli.Clusters.Commands;
using Spectre.Console;

namespace RedisInfra.Cli.Clusters.Moving;

/// <summary><c>redisinfra cluster drain</c>.</summary>
internal static class DrainCommand
{
    public static Command Create(IAnsiConsole console, Func<string, string?> variable)
    {
        var target = new TargetOptions(variable);
        var leaving = new AddressList("--leaving", "Nodes that leave, by address or first digits of the id. A master "
            + "leaves with its shard: what replicates it leaves, too.");
        var keep = new Option<bool>("--keep")
        {
            Description = "Only empty the masters: they stay in the cluster, and so do their replicas.",
        };
        var flags = new MoveFlags();
        var command = new Command("drain", "Move all slots away from nodes that are to leave, make the others forget "
            + "them, and reset them. Killed or stopped at any time, running it again continues.")
        {
            leaving.Option, keep,
        };
        target.AddTo(command);
        flags.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            var findings = new Findings();
            var where = target.Read(parsed, findings);
            var settings = flags.Read(parsed, where.Timeout, findings);
            var names = leaving.Texts(parsed);
            if (names.IsEmpty)
            {
                findings.Add("RI6030", "--leaving", "no node is named", "nothing else tells who leaves",
                    "Give host:port of the nodes that leave");
            }

            findings.ThrowIfAny();
            return CommandRun.RunAsync(console, parsed, settings.IsJson, null, (output, stop) =>
                parsed.GetValue(keep) ? EmptyAsync(where, names, settings, output, stop)
                    : LeaveAsync(where, names, settings, output, stop), token);
        });
        return command;
    }

    private static async Task<int> EmptyAsync(
        ClusterTarget target, ImmutableArray<string> leaving, MoveSettings settings, CommandOutput output,
        CancellationToken cancellationToken)
    {
        await using var session = await ClusterSession.OpenWholeAsync(target, output.Say, cancellationToken);
        var findings = new Findings();
        var request = ShardChoice.Request(session.Cluster, [], leaving, findings);
        findings.ThrowIfAny();
        return await MoveSession.RunAsync(session, request!, settings, output, cancellationToken);
    }

    private static async Task<int> LeaveAsync(
        ClusterTarget target, ImmutableArray<string> leaving, MoveSettings settings, CommandOutput output,
        CancellationToken cancellationToken)
    {
        await using var session = await ClusterSession.OpenWholeAsync(target, output.Say, cancellationToken);
        var findings = new Findings();
        var request = await LeavingChoice.RequestAsync(session, leaving, findings, cancellationToken);
        findings.ThrowIfAny();
        return await DrainSession.RunAsync(session, request!, settings, output, cancellationToken);
    }
}
