using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using RedisInfra.Cli.Common;
using RedisInfra.Embedded.Engine.Commands;
using Spectre.Console;

namespace RedisInfra.Cli.Hosts.Bench;

/// <summary>
/// What the engine itself costs: preview and up of 1,000 resources whose provider takes no time, in a project of their
/// own that is removed afterwards. A run of one resource goes before, so that start-up isn't counted.
/// </summary>
internal static class EngineBench
{
    private const int Resources = 1_000;

    public static async Task<int> RunAsync(IAnsiConsole console, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("redisinfra-bench-");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "Pulumi.yaml"), "name: bench\nruntime: dotnet\n", cancellationToken);
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "Pulumi.bench.yaml"), "config: {}\n", cancellationToken);
            // 1 resource, then 1,000; the third run is of an up to date stack
            (string Name, int Resources, string[] Arguments)[] runs =
            [
                ("start-up", 1, ["preview"]), ($"preview of {Resources} new", Resources, ["preview"]),
                ($"up of {Resources} new", Resources, ["up", "--yes", "--skip-preview"]),
                ($"preview of {Resources} unchanged", Resources, ["preview"]),
                ($"up of {Resources} unchanged", Resources, ["up", "--yes", "--skip-preview"]),
                ($"destroy of {Resources}", Resources, ["destroy", "--yes", "--skip-preview"]),
            ];
            var results = new Table().AddColumns("run", "ms", "peak MiB");
            foreach (var run in runs)
            {
                var elapsed = await MeasureAsync(folder.FullName, run.Resources, run.Arguments, time,
                    cancellationToken);
                results.AddRow(run.Name, Whole(elapsed.TotalMilliseconds), Whole(PeakMiB()));
            }

            console.Write(results);
            return ExitCodes.Done;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<TimeSpan> MeasureAsync(
        string folder, int resources, string[] arguments, TimeProvider time, CancellationToken cancellationToken)
    {
        var program = new ProgramSource(
            folder,
            () => BenchProgram.RunAsync(resources),
            new Dictionary<string, Func<Task<int>>>
            {
                ["bench"] = async () =>
                {
                    await Pulumi.Experimental.Provider.Provider.Serve(
                        [], "1.0.0", _ => new BenchProvider(), CancellationToken.None);
                    return 0;
                },
            });
        using var output = new StringWriter();
        var host = CommandHost.OfProcess() with
        {
            Out = output,
            Error = output,
            IsTerminal = false,
            Variable = name => name switch
            {
                "PULUMI_CONFIG_PASSPHRASE" => "bench",
                "PULUMI_BACKEND_URL" => $"file://{folder}",
                _ => null,
            },
        };
        var root = new RootCommand();
        foreach (var command in EngineCommands.Create(program, host))
        {
            root.Add(command);
        }

        var began = time.GetTimestamp();
        var exit = await root.Parse([.. arguments, "--stack", "bench"])
            .InvokeAsync(cancellationToken: cancellationToken);
        var elapsed = time.GetElapsedTime(began);
        return exit == ExitCodes.Done
            ? elapsed
            : throw new InvalidOperationException($"bench: {string.Join(' ', arguments)} failed: {output}");
    }

    private static double PeakMiB()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / (double)(1 << 20);
    }

    private static string Whole(double value) => value.ToString("F0", CultureInfo.InvariantCulture);
}
