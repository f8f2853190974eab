using System.CommandLine;
using System.Globalization;
using RedisInfra.Admin.Bench;
using RedisInfra.Admin.Bench.Workload;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Cli.Common;
using RedisInfra.Model.Diagnostics;
using Spectre.Console;

namespace RedisInfra.Cli.Bench;

/// <summary><c>redisinfra bench rebalance</c>.</summary>
internal static class RebalanceBenchCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var keys = NumberOption.Of("--keys", "How many keys. Default: 1000000.", 100, 100_000_000);
        var bytes = NumberOption.Of("--value-bytes", "The size of a value. Default: 100.", 16, 1_000_000);
        var rate = NumberOption.Of("--rate", "Operations a second of clients. Default: 2000.", 1, 1_000_000);
        var idle = NumberOption.Duration("--idle", "How long clients work before anything moves. Default: 10s.",
            TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        var shared = new ServerBenchOptions("The servers and their redis-cli");
        var movers = new Option<string[]>("--mover") { Description = "Only these, by their names in the table." };
        var command = new Command("rebalance", "Moving slots from 3 masters to 4 and back, beside redis-cli --cluster "
            + "rebalance, on the same data.")
        {
            keys.Option, bytes.Option, shared.Server, shared.Load, rate.Option, idle.Option, movers, shared.Json,
        };
        command.SetAction((parsed, token) =>
        {
            var findings = new Findings();
            var options = new RebalanceBenchOptions
            {
                OurProgram = [DotNet.Program, Path.Combine(AppContext.BaseDirectory, "redisinfra.dll")],
                Build = shared.Build(parsed), WithLoad = shared.WithLoad(parsed),
                WithoutLoad = shared.WithoutLoad(parsed),
                Movers = parsed.GetValue(movers) ?? [],
            };
            options = options with
            {
                Keys = keys.ReadWhole(parsed, findings) ?? options.Keys,
                ValueBytes = bytes.ReadWhole(parsed, findings) ?? options.ValueBytes,
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
        RebalanceBenchOptions options, CommandOutput output, CancellationToken cancellationToken)
    {
        var rows = await RebalanceBench.RunAsync(options, output.Say, cancellationToken);
        var ratios = RebalanceBenchRatio.Of(rows);
        if (!output.IsJson)
        {
            output.Console.Write(ToTable(rows));
            foreach (var ratio in ratios)
            {
                output.Say($"{ratio}");
            }
        }

        output.Write(new
        {
            Server = options.Build.Name, options.Keys, options.ValueBytes, options.Replicas, options.LoadPerSecond,
            Rows = rows.Select(row => new
            {
                row.Mover, row.Direction, Seconds = Math.Round(row.Elapsed.TotalSeconds, 3), row.Keys,
                KeysPerSecond = Math.Round(row.KeysPerSecond),
                ServerSeconds = Math.Round(row.ServerTime.TotalSeconds, 3), row.PeakBytes, row.Wrong, row.Failure,
                Idle = Client(row.Idle), Client = Client(row.Client),
            }),
            Ratios = ratios.Select(ratio => $"{ratio}"),
        });
        var bad = rows.Any(row => row.Failure is not null || row.Wrong > 0);
        return bad ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static object? Client(WorkloadReport? report) => report is null ? null : new
    {
        OperationsPerSecond = Math.Round(report.OperationsPerSecond), P50Ms = report.P50.TotalMilliseconds,
        P99Ms = report.P99.TotalMilliseconds, P999Ms = report.P999.TotalMilliseconds, report.Errors, report.Retries,
        report.Lost, report.Stale, report.ExpiriesLost, report.Samples,
    };

    private static Table ToTable(IReadOnlyList<RebalanceBenchRow> rows)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("mover", "masters");
        string[] numbers =
        [
            "s", "keys/s", "server CPU s", "peak memory", "clients/s", "p50 ms", "p99 ms", "p999 ms", "idle p99 ms",
            "errors",
        ];
        foreach (var number in numbers)
        {
            table.AddColumn(new TableColumn(number).RightAligned());
        }

        foreach (var row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Mover), row.Direction, Number(row.Elapsed.TotalSeconds, "0.00"),
                Amounts.Count((long)row.KeysPerSecond), Number(row.ServerTime.TotalSeconds, "0.0"),
                Amounts.Bytes(row.PeakBytes), row.Client is null ? "" : Number(row.Client.OperationsPerSecond, "0"),
                Ms(row.Client?.P50), Ms(row.Client?.P99), Ms(row.Client?.P999), Ms(row.Idle?.P99),
                row.Failure is null ? row.Client is null ? "" : Faults(row.Client) : "failed");
        }

        return table;
    }

    private static string Faults(WorkloadReport report) =>
        Number(report.Errors + report.Lost + report.Stale + report.ExpiriesLost, "0");

    private static string Ms(TimeSpan? time) => time is null ? "" : Number(time.Value.TotalMilliseconds, "0.0");

    private static string Number(double value, string format) =>
        value.ToString(format, CultureInfo.InvariantCulture);
}
