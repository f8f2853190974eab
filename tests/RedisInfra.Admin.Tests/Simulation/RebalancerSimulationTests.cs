using System.Globalization;
using System.Text;
using RedisInfra.Admin.Tests.Simulation.Runs;
using Xunit.Abstractions;

namespace RedisInfra.Admin.Tests.Simulation;

/// <summary>
/// Our real code against simulated clusters: what moves slots, lets members leave and forms clusters. To replay a
/// seed, with its trace:
/// <c>SIMULATION_SEED=17 SIMULATION_TRACE=trace.txt dotnet test tests/RedisInfra.Admin.Tests --filter Replay</c>.
/// <c>SIMULATION_RUNS</c> sets how many seeds the long test tries, from <c>SIMULATION_FIRST</c> on;
/// <c>SIMULATION_KIND</c> plays only those of a kind (<see cref="ScenarioKind"/>) among them.
/// </summary>
public sealed class RebalancerSimulationTests(ITestOutputHelper output)
{
    private const int DefaultRuns = 300;

    /// <summary>Commands that only look: left out where a failed run is told.</summary>
    private static readonly string[] s_looks =
    [
        "COUNTKEYSINSLOT", "<- CONFIG", "<- INFO", "<- CLUSTER INFO", "<- CLUSTER NODES", "<- FUNCTION LIST",
        "MIGRATION STATUS", "GETSLOTMIGRATIONS", "'MIGRATION'",
    ];

    [Fact]
    public void Simulation_ManySeeds_LosesNothingAndConverges()
    {
        int runs = (int)Number("SIMULATION_RUNS", DefaultRuns);
        ulong first = Number("SIMULATION_FIRST", 1);
        string? only = Environment.GetEnvironmentVariable("SIMULATION_KIND");
        var report = new SimulationReport();
        var failed = new List<RunResult>();
        Parallel.For(0, runs, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var run = new SimulationRun(first + (ulong)i);
            if (only is not null && $"{run.Scenario.Kind}" != only) return;
            var result = run.Play();
            lock (report)
            {
                report.Add(result);
                if (result.Failure is not null) failed.Add(result);
            }
        });
        output.WriteLine(report.ToString());
        if (failed.Count > 0) Assert.Fail(Words(failed));
    }

    [Fact]
    public void Simulation_Replay_OfOneSeed()
    {
        ulong seed = Number("SIMULATION_SEED", 1);
        var result = new SimulationRun(seed, isTraced: true).Play();
        output.WriteLine(result.ToString());
        if (Environment.GetEnvironmentVariable("SIMULATION_TRACE") is { } path)
            File.WriteAllText(path, $"{result}\n{result.Trace}");
        Assert.True(result.Failure is null, result.ToString());
    }

    [Fact]
    public void Simulation_SameSeed_GivesTheSameTrace()
    {
        for (ulong seed = 1; seed <= 5; seed++)
        {
            string one = new SimulationRun(seed, isTraced: true).Play().Trace;
            string other = new SimulationRun(seed, isTraced: true).Play().Trace;
            Assert.True(one == other, $"seed {seed} gave two different runs");
            Assert.NotEmpty(one);
        }
    }

    /// <summary>The failed seeds, and the whole story of the first.</summary>
    private static string Words(List<RunResult> failed)
    {
        const int MaxSeeds = 40;
        const int MaxLines = 150;
        failed.Sort((one, other) => one.Seed.CompareTo(other.Seed));
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{failed.Count} seeds failed. Replay one with SIMULATION_SEED=<seed> and --filter Replay:");
        foreach (var result in failed.Take(MaxSeeds))
            text.AppendLine(CultureInfo.InvariantCulture, $"{result.Seed}: {result.Failure}");
        var again = new SimulationRun(failed[0].Seed, isTraced: true).Play();
        text.AppendLine(again.ToString());
        foreach (string line in again.Trace.Split('\n').Where(IsTelling).TakeLast(MaxLines)) text.AppendLine(line);
        return text.ToString();
    }

    private static bool IsTelling(string line) =>
        !s_looks.Any(look => line.Contains(look, StringComparison.Ordinal));

    private static ulong Number(string name, ulong otherwise) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out ulong value)
            ? value : otherwise;
}
