using System.Collections.Immutable;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Discovery;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Topology;

namespace RedisInfra.Cli.Clusters;

/// <summary>A cluster that was found, and connections to its members.</summary>
internal sealed class ClusterSession : IAsyncDisposable
{
    private const string Unacquainted = "RI6042";
    private const int MaxTries = 60;
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    private ClusterSession(DiscoveredCluster cluster, ClusterConnections nodes) => (Cluster, Nodes) = (cluster, nodes);

    public DiscoveredCluster Cluster { get; }

    public ClusterConnections Nodes { get; }

    /// <exception cref="DiagnosticException">No node that is named can tell anything.</exception>
    public static async Task<ClusterSession> OpenAsync(ClusterTarget target, CancellationToken cancellationToken)
    {
        var cluster = await FindAsync(target, cancellationToken);
        return new ClusterSession(cluster, new ClusterConnections(new DirectReach(), target.Access));
    }

    /// <summary>Looks who is there now.</summary>
    /// <exception cref="DiagnosticException">No node that is named can tell anything.</exception>
    public static async Task<DiscoveredCluster> FindAsync(ClusterTarget target, CancellationToken cancellationToken)
    {
        // Connections of their own: seeds are called as the caller wrote them, members as their nodes know each other.
        await using var seeds = new ClusterConnections(new DirectReach(), target.Access);
        return await new ClusterDiscovery(seeds, target.Nodes) { Without = target.Without }
            .FindAsync(cancellationToken);
    }

    /// <summary>
    /// Looks, and refuses what isn't one whole cluster with enough masters. Nodes that were just met get some time to
    /// be known by all.
    /// </summary>
    /// <exception cref="DiagnosticException">It isn't; each reason.</exception>
    public static async Task<ClusterSession> OpenWholeAsync(
        ClusterTarget target, Action<string> say, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var session = await OpenAsync(target, cancellationToken);
            var refused = Refusals(session.Cluster);
            if (refused.IsEmpty)
            {
                return session;
            }

            await session.DisposeAsync();
            if (refused.Any(problem => problem.Code != Unacquainted) || tries > MaxTries)
            {
                throw new DiagnosticException(refused);
            }

            if (tries == 1)
            {
                say($"waiting: {refused[0].What}");
            }

            await Task.Delay(RetryPause, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => Nodes.DisposeAsync();

    private static ImmutableArray<Diagnostic> Refusals(DiscoveredCluster cluster)
    {
        var masters = cluster.Observed.Live.Count(view => view.Self.IsMaster);
        return !cluster.Problems.IsEmpty || masters >= DesiredCluster.MinShards
            ? cluster.Problems
            :
            [
                new Diagnostic("RI6044", $"Redis Cluster at {cluster.Name}", $"it has {masters} master(s)",
                    "a Redis Cluster needs at least 3 to elect one",
                    "Name nodes of a whole cluster, or make one with `redisinfra cluster create`"),
            ];
    }
}
