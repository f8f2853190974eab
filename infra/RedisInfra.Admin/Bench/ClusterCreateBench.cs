using System.Diagnostics;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Formation;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Health;

namespace RedisInfra.Admin.Bench;

/// <summary>
/// Forms clusters with ours and with <c>redis-cli --cluster create</c>, in turns, on new servers each time.
/// </summary>
public static class ClusterCreateBench
{
    /// <summary>The sizes of the published figures, in nodes.</summary>
    public static IReadOnlyList<int> DefaultSizes { get; } = [6, 12];

    /// <summary>A new master refuses writes for its first 2 s; both begin after that.</summary>
    private static readonly TimeSpan s_serverAge = TimeSpan.FromSeconds(2.5);

    /// <summary>Measures. Needs redis-server and redis-cli on the PATH.</summary>
    /// <param name="sizes">Nodes of each cluster: even, 6 or more.</param>
    /// <param name="rounds">How often each is formed by each, 1 or more.</param>
    /// <param name="writeLine">Told each time as it is measured, and each size's result.</param>
    /// <param name="cancellationToken">Stops; servers that were started are ended.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">redis-server or redis-cli isn't on the PATH.</exception>
    public static async Task<IReadOnlyList<ClusterCreateResult>> RunAsync(
        IReadOnlyList<int> sizes, int rounds, Action<string> writeLine, CancellationToken cancellationToken)
    {
        var results = new List<ClusterCreateResult>();
        foreach (int nodes in sizes)
        {
            var ours = new List<TimeSpan>();
            var cli = new List<TimeSpan>();
            for (int round = 1; round <= rounds; round++)
            {
                ours.Add(await MeasureAsync(nodes, OursAsync, cancellationToken));
                writeLine($"{nodes} nodes, round {round}: ours {Seconds(ours[^1])}");
                cli.Add(await MeasureAsync(nodes, RedisCliAsync, cancellationToken));
                writeLine($"{nodes} nodes, round {round}: redis-cli {Seconds(cli[^1])}");
            }
            results.Add(new ClusterCreateResult(nodes, ours, cli));
            writeLine(results[^1].ToString());
        }
        return results;
    }

    private static string Seconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:0.00} s");

    private static async Task<TimeSpan> MeasureAsync(
        int nodes, Func<LoopbackServers, CancellationToken, Task> form, CancellationToken cancellationToken)
    {
        await using var servers = await LoopbackServers.StartAsync(nodes, cancellationToken);
        await Task.Delay(s_serverAge, cancellationToken);
        long start = Stopwatch.GetTimestamp();
        await form(servers, cancellationToken);
        await AgreeAsync(servers, cancellationToken);
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task OursAsync(LoopbackServers servers, CancellationToken cancellationToken)
    {
        await using var connections = new ClusterConnections(new DirectReach(), new ClusterAccess());
        await new ClusterFormer(connections, servers.Desired).FormAsync(cancellationToken);
    }

    private static async Task RedisCliAsync(LoopbackServers servers, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("redis-cli") { RedirectStandardOutput = true };
        string[] arguments = ["--cluster", "create", .. servers.Endpoints, "--cluster-replicas", "1", "--cluster-yes"];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("redis-cli didn't start");
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new InvalidOperationException($"redis-cli --cluster create failed: {output}");
    }

    /// <summary>The same judge for both: every node's own view.</summary>
    private static async Task AgreeAsync(LoopbackServers servers, CancellationToken cancellationToken)
    {
        await using var connections = new ClusterConnections(new DirectReach(), new ClusterAccess());
        while (true)
        {
            var observed = await connections.ObserveAsync(servers.Desired, cancellationToken);
            if (ClusterHealth.Check(observed).All(finding => finding.Severity != Severity.Error)) return;
            await Task.Delay(10, cancellationToken);
        }
    }
}
