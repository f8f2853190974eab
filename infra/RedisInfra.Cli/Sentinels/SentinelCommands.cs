using System.CommandLine;
using RedisInfra.Admin.Sentinel;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Cli.Common;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Sentinel;
using Spectre.Console;

namespace RedisInfra.Cli.Sentinels;

/// <summary><c>redisinfra sentinel check | failover | prune</c>.</summary>
internal static class SentinelCommands
{
    /// <param name="console">Where people read.</param>
    /// <param name="variable">Reads an environment variable: passwords may be in one.</param>
    public static Command Create(IAnsiConsole console, Func<string, string?> variable) => new("sentinel",
        "A master, its replicas and the Sentinels that watch them: whether all agree, failovers that lose nothing, "
        + "forgetting who is gone.")
    {
        One(console, variable, "check", "Ask all Sentinels and all servers whether they agree. Changes nothing.",
            (_, target, output, stop) => CheckAsync(target, output, stop)),
        Two(console, variable, "failover", "Hand the master over to a replica: writes are held back until a replica "
            + "that has all of them is the master.", FailoverAsync),
        Two(console, variable, "prune", "Let Sentinels forget Sentinels and replicas that are gone for good, one "
            + "Sentinel after the other.", PruneAsync),
    };

    private static Command Two(IAnsiConsole console, Func<string, string?> variable, string name, string description,
        Func<bool, SentinelTarget, CommandOutput, CancellationToken, Task<int>> work)
    {
        var yes = new Option<bool>("--yes", "-y") { Description = "Don't ask." };
        var command = One(console, variable, name, description,
            (parsed, target, output, stop) => work(parsed.GetValue(yes), target, output, stop));
        command.Add(yes);
        return command;
    }

    private static Command One(IAnsiConsole console, Func<string, string?> variable, string name, string description,
        Func<ParseResult, SentinelTarget, CommandOutput, CancellationToken, Task<int>> work)
    {
        var options = new SentinelOptions(variable);
        var command = new Command(name, description);
        options.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            var target = options.Read(parsed);
            return CommandRun.RunAsync(console, parsed, target.IsJson, target.Timeout,
                (output, stop) => work(parsed, target, output, stop), token);
        });
        return command;
    }

    private static async Task<int> CheckAsync(
        SentinelTarget target, CommandOutput output, CancellationToken cancellationToken)
    {
        await using var session = new SentinelSession(target);
        var set = await session.ReadAsync(cancellationToken);
        var found = SentinelHealth.Check(set);
        bool isGood = found.All(one => one.Severity != Severity.Error);
        if (!output.IsJson)
        {
            output.Say($"master \"{set.MasterName}\": {set.Master?.Endpoint ?? "none that all agree on"}, "
                + $"{Amounts.Count(set.Answering.Count(one => !one.IsMaster), "replica")}, "
                + $"{Amounts.Count(set.Watching.Count(), "Sentinel")}");
            foreach (var one in found)
            {
                output.Say($"{one.Severity.ToString().ToLowerInvariant()}: {one}");
            }
        }

        output.Write(new
        {
            Ok = isGood,
            set.MasterName,
            Master = set.Master?.Endpoint,
            Servers = set.Answering.Select(one => new { one.Endpoint, one.IsMaster, one.Follows, one.IsLinkUp }),
            Sentinels = set.Watching.Select(one => new { one.Endpoint, one.Master, one.Quorum }),
            Diagnostics = JsonText.Of(found),
        });
        return isGood ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task<int> FailoverAsync(
        bool isAgreed, SentinelTarget target, CommandOutput output, CancellationToken cancellationToken)
    {
        await using var session = new SentinelSession(target);
        var set = await session.ReadAsync(cancellationToken);
        var refusals = HandoverRules.Refusals(set);
        if (!refusals.IsEmpty)
        {
            throw new DiagnosticException(refusals);
        }

        var likely = HandoverRules.Candidates(set)[0].Endpoint;
        output.Say($"{set.Master!.Endpoint} hands over, likely to {likely}.");
        if (!isAgreed && !await output.ConfirmAsync("Hand over?", cancellationToken))
        {
            return ExitCodes.Failed;
        }

        var done = await new SentinelHandover(session.Nodes).RunAsync(set, cancellationToken);
        output.Say($"{done.To} is the master and {done.From} its replica. Writes waited {Amounts.Time(done.Paused)}.");
        output.Write(new { done.From, done.To, PausedMs = (long)done.Paused.TotalMilliseconds });
        return ExitCodes.Done;
    }

    private static async Task<int> PruneAsync(
        bool isAgreed, SentinelTarget target, CommandOutput output, CancellationToken cancellationToken)
    {
        await using var session = new SentinelSession(target);
        var set = await session.ReadAsync(cancellationToken);
        var stale = PruneRules.Stale(set);
        foreach (var one in stale)
        {
            output.Say($"{one} is gone; {string.Join(", ", one.KnownBy)} would forget it.");
        }

        if (stale.IsEmpty)
        {
            output.Say("Nobody is gone: nothing to forget.");
        }
        else if (!isAgreed && !await output.ConfirmAsync("Forget them? They must never come back.", cancellationToken))
        {
            return ExitCodes.Failed;
        }

        var done = await new SentinelPruner(session.Nodes, output.Say).RunAsync(set, cancellationToken);
        output.Write(new { Forgotten = done.Select(one => new { one.Endpoint, one.IsSentinel, one.KnownBy }) });
        return ExitCodes.Done;
    }
}
