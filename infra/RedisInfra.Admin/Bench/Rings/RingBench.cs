using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Ring;
using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Model.Ring;

namespace RedisInfra.Admin.Bench.Rings;

/// <summary>
/// Moves the same keys from 4 servers to 6 and back, without and with clients of a real proxy, each time on new servers
/// and after two of the same build have shown what they do alone.
/// </summary>
public static class RingBench
{
    private const int Few = 4;
    private const int Many = 6;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(2);

    /// <summary>Measures; servers and proxies that were started are ended, whatever happens.</summary>
    /// <param name="options">What.</param>
    /// <param name="writeLine">Told what goes on, and each row.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<IReadOnlyList<RingBenchRow>> RunAsync(
        RingBenchOptions options, Action<string> writeLine, CancellationToken cancellationToken)
    {
        var rows = new List<RingBenchRow>();
        for (int round = 0; round < options.Rounds; round++)
        {
            foreach (bool isLoaded in new[] { false, true })
            {
                if (isLoaded ? !options.WithLoad : !options.WithoutLoad) continue;
                double pair = await PairBaseline.MeasureAsync(options, cancellationToken);
                writeLine(FormattableString.Invariant($"two servers alone, MIGRATE of 100 keys: {pair:0} keys/s"));
                await using var servers = await LoopbackServers.StartSinglesAsync(
                    options.Build, Many, cancellationToken);
                await using var proxies = new BenchProxies(servers);
                await foreach (var row in new Round(options, proxies, pair).RunAsync(isLoaded, cancellationToken))
                {
                    writeLine($"{row}");
                    rows.Add(row);
                }
            }
        }
        return rows;
    }

    /// <summary>Out and back, on one set of servers.</summary>
    private sealed class Round(RingBenchOptions options, BenchProxies proxies, double pair)
    {
        private readonly RingBenchKeys _keys = new(options.Keys, options.ValueBytes);

        public async IAsyncEnumerable<RingBenchRow> RunAsync(
            bool isLoaded, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            RingPool few = proxies.Pool(Few), many = proxies.Pool(Many);
            await proxies.ServeAsync(few, cancellationToken);
            await using (var nodes = new ClusterConnections(new DirectReach(), new ClusterAccess()))
                await _keys.LoadAsync(nodes, new KeyRing(few), cancellationToken);
            yield return await MoveAsync("4 to 6", few, many, isLoaded, cancellationToken);
            yield return await MoveAsync("6 to 4", many, few, isLoaded, cancellationToken);
        }

        private async Task<RingBenchRow> MoveAsync(
            string direction, RingPool from, RingPool to, bool isLoaded, CancellationToken cancellationToken)
        {
            var change = RingChange.Of(from, to);
            await proxies.PrepareAsync(to, cancellationToken);
            await using var nodes = new ClusterConnections(new DirectReach(), new ClusterAccess());
            RingMoveOutcome outcome;
            RingBenchLap? idle = null, client = null;
            if (isLoaded)
            {
                await using var clients = new RingBenchClients(proxies, _keys, options.LoadPerSecond);
                clients.Start();
                await Task.Delay(s_warmUp, cancellationToken);
                clients.Lap();
                await Task.Delay(options.IdleTime, cancellationToken);
                idle = clients.Lap();
                clients.Step = "looking";
                var told = new RingMoveOptions { Progress = progress => clients.Step = progress.Step };
                outcome = await new RingMover(nodes, nodes.Reach, change, proxies, told).RunAsync(cancellationToken);
                client = clients.Lap();
            }
            else
            {
                outcome = await new RingMover(nodes, nodes.Reach, change, proxies).RunAsync(cancellationToken);
            }
            var reports = await new RingVerifier(nodes, change).RunAsync(cancellationToken);
            return new RingBenchRow(direction, outcome, _keys.Least(change), pair)
            {
                Idle = idle, Client = client, Misplaced = reports.Sum(report => report.Wrong),
                Wrong = await _keys.CountWrongAsync(proxies.ConnectAsync, cancellationToken),
            };
        }
    }
}
