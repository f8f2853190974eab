using System.CommandLine;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Formation;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Cli.Common;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Formation;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;
using Spectre.Console;

namespace RedisInfra.Cli.Clusters.Creating;

/// <summary><c>redisinfra cluster create</c>.</summary>
internal static class CreateCommand
{
    private const int MaxReplicas = 5;

    public static Command Create(IAnsiConsole console, Func<string, string?> variable)
    {
        var target = new TargetOptions(variable, isStanding: false);
        var replicas = NumberOption.Of("--replicas", "Replicas of each master. Default: 0.", 0, MaxReplicas);
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done, and do nothing." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Don't ask." };
        var json = new Option<bool>("--json", "-j") { Description = "One JSON document." };
        var command = new Command("create", "Make a cluster of empty nodes. Members of a shard are put on different "
            + "hosts where that is possible. Nodes that hold keys or belong to another cluster are refused.")
        {
            replicas.Option, dryRun, yes, json,
        };
        target.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            var findings = new Findings();
            var where = target.Read(parsed, findings);
            var count = replicas.ReadWhole(parsed, findings) ?? 0;
            var desired = findings.Any ? null : CreateLayout.Of(where.Nodes, count, findings);
            findings.ThrowIfAny();
            return CommandRun.RunAsync(console, parsed, parsed.GetValue(json), null, (output, stop) => FormAsync(
                where, desired!, parsed.GetValue(dryRun), parsed.GetValue(yes), output, stop), token);
        });
        return command;
    }

    private static async Task<int> FormAsync(
        ClusterTarget target, DesiredCluster desired, bool isDryRun, bool yes, CommandOutput output,
        CancellationToken cancellationToken)
    {
        await using var nodes = new ClusterConnections(new DirectReach(), target.Access);
        await RequireAllAsync(nodes, desired, cancellationToken);
        var options = new FormerOptions
        {
            Timeout = target.Timeout ?? new FormerOptions().Timeout,
            Waiting = reason => output.Say($"waiting: {reason}"),
        };
        var former = new ClusterFormer(nodes, desired, options);
        var plan = await former.PlanAsync(cancellationToken);
        if (plan is FormationResult.Refused refused)
        {
            throw new DiagnosticException(refused.Diagnostics);
        }

        var isNew = plan is FormationResult.Steps { IsResumed: false };
        if (isNew)
        {
            Show(output, desired);
        }
        else
        {
            output.Say(FormationWords.Plan(plan, desired));
        }

        if (isDryRun)
        {
            output.Write(Document(desired, "dry-run"));
            return ExitCodes.Done;
        }

        if (isNew && !yes && !await output.ConfirmAsync("Make this cluster?", cancellationToken))
        {
            throw new OperationCanceledException();
        }

        var outcome = await former.FormAsync(cancellationToken);
        output.Say($"the cluster stands: every node agrees, {Amounts.Time(outcome.Elapsed)}");
        output.Write(Document(desired, outcome.IsAdopted ? "stood" : "formed"));
        return ExitCodes.Done;
    }

    /// <summary>A node that doesn't answer is rather a mistyped address than one that is just being started.</summary>
    private static async Task RequireAllAsync(
        ClusterConnections nodes, DesiredCluster desired, CancellationToken cancellationToken)
    {
        var observed = await nodes.ObserveAsync(desired, cancellationToken);
        var silent = observed.Silent.Where(view => view.Reason == SilentReason.Unreachable).ToList();
        if (silent.Count > 0)
        {
            throw new DiagnosticException([.. silent.Select(view => new Diagnostic(
                "RI6043", $"node {view.Member.Name}", $"it can't be reached ({view.Detail})", "every node must answer",
                "Start it, or correct its address"))]);
        }
    }

    private static void Show(CommandOutput output, DesiredCluster desired)
    {
        if (output.IsJson)
        {
            return;
        }

        var layout = SlotLayout.Even(desired.Shards.Length);
        var table = new Table().Border(TableBorder.Rounded).AddColumns("shard", "slots", "master", "replicas");
        foreach (var shard in desired.Shards)
        {
            table.AddRow($"{shard.Index}", $"{layout[shard.Index]}", Markup.Escape(shard.Members[0].Name),
                Markup.Escape(string.Join(", ", shard.Members.Skip(1).Select(member => member.Name))));
        }

        output.Console.Write(table);
        var together = desired.Shards.Where(shard =>
            shard.Members.Select(member => member.Place).Distinct().Count() < shard.Members.Length).ToList();
        if (together.Count > 0)
        {
            output.Say($"{together.Count} of {desired.Shards.Length} shards have members that share a host, and fail "
                + "with it");
        }
    }

    private static object Document(DesiredCluster desired, string result)
    {
        var layout = SlotLayout.Even(desired.Shards.Length);
        return new
        {
            Result = result,
            Shards = desired.Shards.Select(shard => new
            {
                Slots = $"{layout[shard.Index]}",
                Master = shard.Members[0].Name,
                Replicas = shard.Members.Skip(1).Select(member => member.Name),
            }),
        };
    }
}
