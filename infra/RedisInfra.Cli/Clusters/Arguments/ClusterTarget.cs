using System.Collections.Immutable;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Discovery;

namespace RedisInfra.Cli.Clusters.Arguments;

/// <summary>Which cluster, and how to sign in to it.</summary>
/// <param name="Nodes">Some or all of its nodes.</param>
/// <param name="Without">Nodes that are down for good.</param>
/// <param name="Access">How to sign in.</param>
/// <param name="Timeout">For the whole command, or null for the command's own.</param>
internal sealed record ClusterTarget(
    ImmutableArray<NodeAddress> Nodes, ImmutableArray<NodeAddress> Without, ClusterAccess Access, TimeSpan? Timeout);
