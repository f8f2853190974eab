using System.Diagnostics;
using System.Globalization;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>
/// What was run of a scenario, how long it took and what came of it: a line each of the file that REDISINFRA_RUNS
/// names, for the table in docs/scenarios.md.
/// </summary>
internal static class ScenarioRuns
{
    private static readonly string? s_file = Environment.GetEnvironmentVariable("REDISINFRA_RUNS");

    /// <param name="scenario">S1 to S7.</param>
    /// <param name="ran">What is done, the same words each time.</param>
    /// <param name="step">Does it, and tells figures that are worth knowing.</param>
    public static async Task OfAsync(string scenario, string ran, Func<Task<string>> step)
    {
        var began = Stopwatch.GetTimestamp();
        var result = "failed";
        try
        {
            string figures = await step();
            result = figures.Length == 0 ? "passed" : $"passed: {figures}";
        }
        finally
        {
            Write(scenario, ran, Stopwatch.GetElapsedTime(began), result);
        }
    }

    private static void Write(string scenario, string ran, TimeSpan took, string result)
    {
        string line = string.Create(
            CultureInfo.InvariantCulture, $"{scenario}\t{ran}\t{took.TotalSeconds:0}\t{result}\n");
        Console.Write(line);
        if (s_file is not null) File.AppendAllText(s_file, line);
    }
}
