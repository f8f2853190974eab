using System.Diagnostics;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Servers;

/// <summary>CLUSTER FAILOVER until it has happened.</summary>
internal static class ManualFailover
{
    /// <summary>
    /// A server gives it up after 5 s (cluster.c, CLUSTER_MF_TIMEOUT), as when a voter hadn't heard of the last slots
    /// yet. Who voted doesn't again for twice the node timeout, which is 5 s here at most: asked sooner, one voter
    /// or the other might refuse every time.
    /// </summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(16);

    /// <summary>Asks a replica, again and again, until everything is as a test wants it.</summary>
    public static async Task RunAsync(
        INodes nodes, Member replica, Func<Task<bool>> isDone, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                // An error may only say that it is the master by now.
                await nodes.SendAsync(
                    replica, [RespCommand.Of("CLUSTER", "FAILOVER")], default, cancellationToken);
            }
            catch (RedisConnectionException)
            {
                // Whether it was heard is seen below.
            }
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < s_patience)
            {
                if (await isDone()) return;
                await Task.Delay(20, cancellationToken);
            }
        }
    }
}
