using System.Globalization;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Sentinel;

namespace Redis.Tests.Sentinel;

/// <summary>
/// A client that finds the master through the Sentinels and writes numbered keys, trying each again for a time as
/// clients do.
/// </summary>
internal sealed class SetWriter(LooseServers set)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>Writes until it is stopped.</summary>
    /// <returns>How many were acknowledged, the first that wasn't in time, and how long the slowest took.</returns>
    public async Task<(int Acknowledged, string? Failed, TimeSpan Slowest)> RunAsync(CancellationToken stop)
    {
        await using var servers = new ClusterConnections(
            new DirectReach(), new ClusterAccess { Password = LooseServers.Password });
        await using var sentinels = new ClusterConnections(
            new DirectReach(), new ClusterAccess { Password = LooseServers.SentinelPassword });
        var nodes = new SentinelNodes(servers, sentinels);
        var slowest = TimeSpan.Zero;
        string? master = null;
        for (int number = 0; ; number++)
        {
            long began = TimeProvider.System.GetTimestamp();
            while (true)
            {
                if (stop.IsCancellationRequested) return (number, null, slowest);
                try
                {
                    master ??= await MasterAsync(nodes);
                    await nodes.AskServerAsync(master, CancellationToken.None, "SET", Key(number), "value");
                    break;
                }
                catch (Exception failed) when (failed is RedisErrorException or RedisConnectionException)
                {
                    master = null;
                    var waited = TimeProvider.System.GetElapsedTime(began);
                    if (waited > s_patience) return (number, failed.Message, waited);
                    await Task.Delay(100, CancellationToken.None);
                }
            }
            var took = TimeProvider.System.GetElapsedTime(began);
            if (took > slowest) slowest = took;
        }
    }

    public static string Key(int number) => $"key-{number.ToString(CultureInfo.InvariantCulture)}";

    private async Task<string> MasterAsync(SentinelNodes nodes)
    {
        foreach (var sentinel in set.Sentinels.ToArray())
        {
            try
            {
                var reply = await nodes.AskSentinelAsync(LooseServers.At(sentinel), CancellationToken.None,
                    "SENTINEL", "GET-MASTER-ADDR-BY-NAME", LooseServers.Name);
                if (reply.Items.Count == 2) return $"{reply.Items[0].Text}:{reply.Items[1].Text}";
            }
            catch (Exception failed) when (failed is RedisErrorException or RedisConnectionException)
            {
                // The next one knows.
            }
        }
        throw new RedisConnectionException(ConnectionFailure.Connect, "no Sentinel tells the master");
    }
}
