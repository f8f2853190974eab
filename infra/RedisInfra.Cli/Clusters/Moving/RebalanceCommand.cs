using System.Collections.Immutable;
using System.CommandLine;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Cli.Clusters.Commands;
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
        return await MoveSession.RunAsync(session, request!, settings, output, cancellationToken);
    }
}
