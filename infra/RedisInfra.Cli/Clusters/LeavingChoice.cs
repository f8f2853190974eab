using System.Collections.Immutable;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Discovery;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Model.Departure;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Cli.Clusters;

/// <summary>Which nodes of a cluster that was found are to leave.</summary>
internal static class LeavingChoice
{
    /// <summary>A request, or nothing when findings say why not.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="names">Addresses, or first digits of ids.</param>
    /// <param name="findings">Told of names that fit nobody.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    public static async Task<DepartureRequest?> RequestAsync(
        ClusterSession session, ImmutableArray<string> names, Findings findings, CancellationToken cancellationToken)
    {
        var cluster = session.Cluster;
        var leaving = new HashSet<string>(StringComparer.Ordinal);
        var outside = new List<Member>();
        foreach (var name in names)
        {
            var found = cluster.Find(name);
            if (found.Length == 1)
            {
                leaving.UnionWith(WithShard(cluster, found[0]).Select(member => member.Name));
            }
            else if (found.IsEmpty && await LeftAsync(session, name, outside.Count, cancellationToken) is { } left)
            {
                outside.Add(left);
                leaving.Add(left.Name);
            }
            else
            {
                findings.Add(ShardChoice.Unfit(cluster, "--leaving", name, found.Length));
            }
        }

        var masters = cluster.Shards.Count(shard => shard.Any(member => !leaving.Contains(member.Name)));
        if (masters < DesiredCluster.MinShards)
        {
            findings.Add("RI6044", "--leaving", $"{masters} master(s) would be left",
                "a Redis Cluster needs at least 3 to elect one", "Let fewer leave");
            return null;
        }

        return DepartureRequest.Of(cluster.Name, cluster.Members.Concat(outside), leaving);
    }

    private static IEnumerable<Member> WithShard(DiscoveredCluster cluster, Member member) =>
        cluster.Observed.Of(member) is { Self.IsReplica: true } ? [member]
            : cluster.Members.Where(other => other.Shard == member.Shard);

    /// <summary>
    /// A node that an earlier run made the others forget, and that it didn't come to reset: it knows this cluster's
    /// nodes, or nobody, and nothing else.
    /// </summary>
    private static async Task<Member?> LeftAsync(
        ClusterSession session, string name, int number, CancellationToken cancellationToken)
    {
        if (!NodeAddress.TryParse(name, out var address))
        {
            return null;
        }

        var shards = session.Cluster.Shards.Count();
        var member = new Member($"{address}", shards + number, 0, address.Host, address.Port);
        if (await session.Nodes.ObserveAsync(member, cancellationToken) is not NodeView.Live view)
        {
            return null;
        }

        var ids = session.Cluster.Observed.Live.Select(other => other.Self.Id).ToHashSet();
        return view.KeyCount == 0 && view.Peers.All(peer => ids.Contains(peer.Id)) ? member : null;
    }
}
