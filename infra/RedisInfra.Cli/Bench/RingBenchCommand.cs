using System.CommandLine;
using System.Globalization;
using RedisInfra.Admin.Bench.Rings;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Cli.Common;
using Spectre.Console;

namespace RedisInfra.Cli.Bench;

/// <summary><c>redisinfra bench ring</c>.</summary>
internal static class RingBenchCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var keys = NumberOption.Of("--keys", "How many keys. Default: 1000000.", 1000, 100_000_000);
        var bytes = NumberOption.Of("--value-bytes", "The size of a value. Default: 100.", 32, 1_000_000);
        var rounds = NumberOption.Of("--rounds", "How often. Default: 3.", 1, 100);
        var rate = NumberOption.Of("--rate", "Operations a second of clients. Default: 2000.", 8, 1_000_000);
        var idle = NumberOption.Duration("--idle", "How long clients work before anything moves. Default: 5s.",
            TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        var shared = new ServerBenchOptions("The servers");
        var command = new Command("ring", "Moving a twemproxy's ring from 4 servers to 6 and back, beside what two "
            + "servers do alone with MIGRATE.")
        {
            keys.Option, bytes.Option, rounds.Option, shared.Server, shared.Load, rate.Option, idle.Option, shared.Json,
        };
        command.SetAction((parsed, token) =>
        {
            var findings = new Findings();
            var options = new RingBenchOptions
            {
                Build = shared.Build(parsed), WithLoad = shared.WithLoad(parsed),
                WithoutLoad = shared.WithoutLoad(parsed),
            };
            options = options with
            {
                Keys = keys.ReadWhole(parsed, findings) ?? options.Keys,
                ValueBytes = bytes.ReadWhole(parsed, findings) ?? options.ValueBytes,
                Rounds = rounds.ReadWhole(parsed, findings) ?? options.Rounds,
                LoadPerSecond = rate.ReadWhole(parsed, findings) ?? options.LoadPerSecond,
                IdleTime = idle.ReadDuration(parsed, findings) ?? options.IdleTime,
            };
            findings.ThrowIfAny();
            return CommandRun.RunAsync(
                console, parsed, parsed.GetValue(shared.Json), null,
                (output, stop) => RunAsync(options, output, stop), token);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        RingBenchOptions options, CommandOutput output, CancellationToken cancellationToken)
    {
        var rows = await RingBench.RunAsync(options, output.Say, cancellationToken);
        foreach (var same in rows.GroupBy(row => (row.Client is not null, row.Direction)))
        {
            var ratios = same.Select(row => row.Ratio).Order().ToList();
            output.Say(string.Create(CultureInfo.InvariantCulture,
                $"{same.Key.Direction}{(same.Key.Item1 ? ", clients" : "")}: median {ratios[ratios.Count / 2]:0.00} "
                + $"of a pair ({ratios[0]:0.00} to {ratios[^1]:0.00}), longest pause "
                + $"{same.Max(row => row.Outcome.Pause).TotalMilliseconds:0} ms"));
        }

        output.Write(new
        {
            Server = options.Build.Name, options.Keys, options.ValueBytes, options.LoadPerSecond,
            Rows = rows.Select(row => new
            {
                row.Direction, row.Outcome.Keys, row.Least,
                CopySeconds = Math.Round(row.Outcome.CopyTime.TotalSeconds, 3),
                KeysPerSecond = Math.Round(row.KeysPerSecond), PairKeysPerSecond = Math.Round(row.PairKeysPerSecond),
                Ratio = Math.Round(row.Ratio, 3), row.Outcome.ChangedAgain,
                PauseMs = Math.Round(row.Outcome.Pause.TotalMilliseconds, 1), row.Wrong, row.Misplaced,
                Idle = Client(row.Idle), Client = Client(row.Client),
            }),
        });
        return rows.All(row => row.IsWell) ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static object? Client(RingBenchLap? lap) => lap is null ? null : new
    {
        lap.Writes, lap.Reads, lap.Retries, lap.Stale, P50Ms = lap.P50.TotalMilliseconds,
        P99Ms = lap.P99.TotalMilliseconds, SlowestMs = lap.Slowest.TotalMilliseconds, lap.SlowestStep,
    };
}
