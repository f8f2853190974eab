using System.Diagnostics;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;

namespace RedisInfra.Admin.Bench.Rings;

/// <summary>
/// What two servers of this machine do at most without any of us: one gives its keys to the other with MIGRATEs of 100,
/// one after another, with nothing else to do.
/// </summary>
internal static class PairBaseline
{
    private const int Batch = 100;
    private const int AtOnce = 2000;
    private const int Keys = 300_000;
    private const int WarmUp = Keys / 10;
    private static readonly TimeSpan s_reply = TimeSpan.FromSeconds(30);

    /// <summary>Keys a second, after a tenth of them to warm up.</summary>
    public static async Task<double> MeasureAsync(RingBenchOptions options, CancellationToken cancellationToken)
    {
        await using var servers = await LoopbackServers.StartSinglesAsync(options.Build, 2, cancellationToken);
        await using var nodes = new ClusterConnections(new DirectReach(), new ClusterAccess());
        var (from, to) = (servers.Members[0], servers.Members[1]);
        for (int i = 0; i < Keys; i += AtOnce)
        {
            await nodes.ExecuteAsync(from, [.. Enumerable.Range(i, AtOnce).Select(key => RespCommand.Of(
                "SET", KeyLoader.Key(key), RingBenchKeys.Value(key, 0, options.ValueBytes)))], cancellationToken);
        }
        var batches = Enumerable.Range(0, Keys).Chunk(Batch).Select(keys => RespCommand.Of(
            ["MIGRATE", to.Host, $"{to.Port}", "", "0", "5000", "KEYS", .. keys.Select(KeyLoader.Key)])).ToList();
        long began = 0;
        for (int i = 0; i < batches.Count; i++)
        {
            if (i == WarmUp / Batch) began = Stopwatch.GetTimestamp();
            var replies = await nodes.SendAsync(
                from, [batches[i]], new SendOptions { Timeout = s_reply }, cancellationToken);
            if (replies[0].IsError) throw new RedisErrorException("MIGRATE", replies[0].Text);
        }
        return (Keys - WarmUp) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
