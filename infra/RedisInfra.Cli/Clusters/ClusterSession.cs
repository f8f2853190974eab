using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Discovery;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Topology;

namespace RedisInfra.Cli.Clusters;

/// <summary>A cluster that was found, and connections to its members.</summary>
internal sealed class ClusterSession : IAsyncDisposable
{
    private ClusterSession(DiscoveredCluster cluster, ClusterConnections nodes) => (Cluster, Nodes) = (cluster, nodes);

    public DiscoveredCluster Cluster { get; }

    public ClusterConnections Nodes { get; }

    /// <exception cref="DiagnosticException">No node that is named can tell anything.</exception>
    public static async Task<ClusterSession> OpenAsync(ClusterTarget target, CancellationToken cancellationToken)
    {
        // Connections of their own: seeds are called as the caller wrote them, members as their nodes know each other.
        await using var seeds = new ClusterConnections(new DirectReach(), target.Access);
        var cluster = await new ClusterDiscovery(seeds, target.Nodes) { Without = target.Without }
            .FindAsync(cancellationToken);
        return new ClusterSession(cluster, new ClusterConnections(new DirectReach(), target.Access));
    }

    /// <summary>Looks, and refuses what isn't one whole cluster with enough masters.</summary>
    /// <exception cref="DiagnosticException">It isn't; each reason.</exception>
    public static async Task<ClusterSession> OpenWholeAsync(
        ClusterTarget target, CancellationToken cancellationToken)
    {
        var session = await OpenAsync(target, cancellationToken);
        var refused = session.Cluster.Problems;
        int masters = session.Cluster.Observed.Live.Count(view => view.Self.IsMaster);
        if (refused.IsEmpty && masters < DesiredCluster.MinShards)
        {
            refused = [new Diagnostic("RI6044", $"Redis Cluster at {session.Cluster.Name}", $"it has {masters} master(s)",
                "a Redis Cluster needs at least 3 to elect one", "Name nodes of a whole cluster, or make one with "
                + "`redisinfra cluster create`")];
        }

        if (refused.IsEmpty)
        {
            return session;
        }

        await session.DisposeAsync();
        throw new DiagnosticException(refused);
    }

    public ValueTask DisposeAsync() => Nodes.DisposeAsync();
}
