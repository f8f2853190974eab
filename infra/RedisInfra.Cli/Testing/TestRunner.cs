using RedisInfra.Cli.Common;
using RedisInfra.Cli.Lab;
using Spectre.Console;

namespace RedisInfra.Cli.Testing;

/// <summary>Builds the tests once, then runs each project by itself and counts from its .trx file.</summary>
internal sealed class TestRunner(IAnsiConsole console, string root, TimeProvider time)
{
    private static readonly TimeSpan ProjectTimeout = TimeSpan.FromMinutes(90);

    /// <summary>A test that runs longer hangs: the run is ended, and names it.</summary>
    private const string TestTimeout = "8m";

    /// <summary>Who takes longer says on which tests.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);
    private const int LongestTests = 8;

    private readonly string _tests = Path.Combine(root, "tests");
    private readonly List<string> _failed = [];

    /// <summary>What tests ran of the scenarios: see <see cref="ScenarioTable"/>.</summary>
    private readonly List<string> _runs = [];

    public async Task<int> RunAsync(
        IReadOnlyList<TestGroup> groups, string? filter, FileInfo? record, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        if (!await BuildAsync(groups, cancellationToken))
        {
            return ExitCodes.Failed;
        }

        console.WriteLine($"build: {Elapsed(began)}");
        var total = default(TestCounts);
        var refusedSkips = 0;
        foreach (var group in groups)
        {
            var counts = await RunGroupAsync(group, filter, cancellationToken);
            total += counts;
            refusedSkips += group.NeedsKubernetes && IsCi ? counts.Skipped : 0;
        }

        if (refusedSkips > 0)
        {
            console.WriteLine($"{refusedSkips} Kubernetes tests were skipped, which CI=true doesn't allow.");
        }

        _runs.ForEach(run => console.WriteLine(run.Replace('\t', ' ')));
        if (record is not null && _runs.Count > 0)
        {
            var text = await File.ReadAllTextAsync(record.FullName, cancellationToken);
            await File.WriteAllTextAsync(record.FullName, ScenarioTable.Merge(text, _runs), cancellationToken);
        }

        // Again at the end, where a cut log still has them.
        _failed.ForEach(name => console.WriteLine($"failed: {name}"));
        console.WriteLine(total.ToString());
        return total.Failed == 0 && refusedSkips == 0 && total.Passed > 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static bool IsCi => Environment.GetEnvironmentVariable("CI") is "true" or "1";

    private string Elapsed(long began) => $"{time.GetElapsedTime(began).TotalSeconds:F0}s";

    private async Task<bool> BuildAsync(IReadOnlyList<TestGroup> groups, CancellationToken cancellationToken)
    {
        // Whole solution when everything is tested: one restore and one evaluation instead of one a project.
        IEnumerable<string> targets = groups.Count == TestGroup.All.Count(g => g.Always)
            ? [Path.Combine(root, "RedisInfra.sln")]
            : groups.SelectMany(g => g.FindProjects(_tests)).Select(name => Path.Combine(_tests, name));
        foreach (var target in targets)
        {
            var lines = new List<string>();
            var exit = await Child.RunAsync(
                DotNet.Program, ["build", target, "-c", "Release", "-v", "q", "-nologo", "-clp:NoSummary"], lines.Add,
                cancellationToken);
            if (exit != ExitCodes.Done)
            {
                lines.ForEach(console.WriteLine);
                return false;
            }
        }

        return true;
    }

    private async Task<TestCounts> RunGroupAsync(TestGroup group, string? filter, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        if (!await PrepareAsync(group, cancellationToken))
        {
            console.WriteLine($"{group.Name}: what its tests need could not be made; none was run");
            return new TestCounts(0, 1, 0);
        }

        var counts = default(TestCounts);
        foreach (var project in group.FindProjects(_tests))
        {
            counts += await RunProjectAsync(project, Both(group.Filter, filter), cancellationToken);
        }

        console.WriteLine($"{group.Name}: {counts} in {Elapsed(began)}");
        return counts;
    }

    private async Task<bool> PrepareAsync(TestGroup group, CancellationToken cancellationToken)
    {
        switch (group.Name)
        {
            case "redis" when !IsOnPath("redis-server") || !IsOnPath("redis-cli") || !IsOnPath("nutcracker"):
                return await LabScripts.InstallPackagesAsync(
                        ["redis-server", "redis-tools", "nutcracker"], console.WriteLine, cancellationToken)
                    == ExitCodes.Done
                    && await GetServersAsync(cancellationToken);
            case "redis":
                return await GetServersAsync(cancellationToken);
            case "kubernetes" or "soak" when await LabScripts.FindObstacleAsync(cancellationToken) is { } obstacle:
                console.WriteLine(obstacle); // the tests skip themselves and say why
                return true;
            case "kubernetes" or "soak" when !await LabScripts.IsUpAsync(cancellationToken):
                return await LabProgress.ShowAsync(console, LabScripts.UpAsync, cancellationToken) == ExitCodes.Done;
            default:
                return true;
        }
    }

    /// <summary>Newer servers, where they can be had; the tests that want them skip themselves elsewhere.</summary>
    private async Task<bool> GetServersAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !IsOnPath("apt-get")) return true;
        var lines = new List<string>();
        if (await LabScripts.GetServersAsync(lines.Add, cancellationToken) != ExitCodes.Done)
        {
            lines.ForEach(console.WriteLine);
            console.WriteLine("redis: no newer servers, so the tests with Redis 8 and Valkey 9 are skipped");
        }

        return true;
    }

    private async Task<TestCounts> RunProjectAsync(string project, string? filter, CancellationToken cancellationToken)
    {
        var results = Directory.CreateTempSubdirectory("redisinfra-test-");
        try
        {
            var began = time.GetTimestamp();
            var lines = new List<string>();
            var trx = Path.Combine(results.FullName, "results.trx");
            var exit = await RunToolAsync(project, filter, trx, lines, cancellationToken);
            var counts = File.Exists(trx) ? TestCounts.Read(trx) : default;
            var brokeOff = exit != ExitCodes.Done && counts.Failed == 0;
            if (brokeOff)
            {
                counts += new TestCounts(0, 1, 0);
                _failed.Add($"{project}: the run broke off");
            }

            if (counts.Failed > 0)
            {
                // What passed tells only how far a run came.
                lines.Where(line => brokeOff || !line.StartsWith("  Passed ", StringComparison.Ordinal)).ToList()
                    .ForEach(console.WriteLine);
                _failed.AddRange(File.Exists(trx) ? TestCounts.ReadFailed(trx) : []);
            }

            console.WriteLine($"  {project}: {counts} in {Elapsed(began)}");
            if (File.Exists(RunsOf(trx))) _runs.AddRange(File.ReadLines(RunsOf(trx)));
            if (time.GetElapsedTime(began) > Long && File.Exists(trx))
            {
                foreach (var (name, took) in TestCounts.ReadLongest(trx, LongestTests))
                {
                    console.WriteLine($"    {took.TotalSeconds,4:F0}s {name}");
                }
            }

            return counts;
        }
        finally
        {
            results.Delete(recursive: true);
        }
    }

    private async Task<int> RunToolAsync(
        string project, string? filter, string trx, List<string> lines, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(ProjectTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var dll = Path.Combine(_tests, project, "bin", "Release", "net10.0", project + ".dll");
        IEnumerable<string> arguments =
        [
            "test", dll, "--logger", $"trx;LogFileName={trx}", "--logger", "console;verbosity=normal",
            "--environment", $"REDISINFRA_RUNS={RunsOf(trx)}", "--results-directory", Path.GetDirectoryName(trx)!,
            "--blame-hang", "--blame-hang-timeout", TestTimeout, "--blame-hang-dump-type", "none",
        ];
        try
        {
            return await Child.RunAsync(
                DotNet.Program, filter is null ? arguments : [.. arguments, "--filter", filter], lines.Add, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            lines.Add($"{project} did not end within {ProjectTimeout.TotalMinutes} minutes and was killed");
            return ExitCodes.Failed;
        }
    }

    private static string RunsOf(string trx) => trx + ".runs";

    private static string? Both(string? a, string? b) => a is null ? b : b is null ? a : $"({a})&({b})";

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
