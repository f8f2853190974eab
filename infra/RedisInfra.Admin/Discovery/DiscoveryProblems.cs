using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Health;
using RedisInfra.Model.Observation;

namespace RedisInfra.Admin.Discovery;

/// <summary>What keeps views from being those of one cluster.</summary>
internal static class DiscoveryProblems
{
    public static ImmutableArray<Diagnostic> Of(string cluster, ObservedCluster observed)
    {
        var found = observed.Silent.Select(view => Silence(cluster, view)).ToList();
        var live = observed.Live.ToList();
        if (live.Count == 0) return [.. found];
        var parts = Parts(live);
        if (parts.Count > 1)
        {
            string names = string.Join(" and ", parts.Select(part => part[0].Member.Name));
            found.Add(new Diagnostic("RI6041", Where(cluster), $"{names} don't know each other",
                "they are nodes of different clusters", "Name the nodes of one cluster"));
            return [.. found];
        }
        found.AddRange(Strangers(cluster, live));
        return [.. found];
    }

    /// <summary>Why a node said nothing.</summary>
    public static Diagnostic Silence(string cluster, NodeView.Silent view)
    {
        string where = $"{Where(cluster)}, node {view.Member.Name}";
        return view.Reason switch
        {
            SilentReason.AccessDenied => new Diagnostic("RI3002", where, $"it answers {view.Detail}",
                "every node must accept the given user and password",
                "Give the password in REDISINFRA_PASSWORD, and the user with --user"),
            SilentReason.NotClustered => new Diagnostic("RI3003", where, "cluster support is off",
                "only servers started with cluster-enabled yes are nodes of a Redis Cluster",
                "Name nodes of a Redis Cluster"),
            SilentReason.TlsFailed => new Diagnostic("RI3004", where, $"TLS failed: {view.Detail}",
                "the server's certificate must be trusted and carry the host name that is given",
                "Give the CA that signed it with --ca, or --skip-name-check when only the name differs"),
            _ => new Diagnostic("RI6043", where, $"it {ClusterHealth.Words(view.Reason)} ({view.Detail})",
                "every node must answer",
                "Start it, or if it is down for good and owns no slots leave it out with --without"),
        };
    }

    /// <summary>Who doesn't know whom; those that lack the same nodes are named together.</summary>
    private static IEnumerable<Diagnostic> Strangers(string cluster, List<NodeView.Live> live)
    {
        var lacking = live.Select(view => (view.Member.Name, Unknown: string.Join(", ",
                live.Where(other => !view.Knows(other.Self.Id)).Select(other => other.Member.Name))))
            .Where(pair => pair.Unknown.Length > 0).GroupBy(pair => pair.Unknown, pair => pair.Name);
        return lacking.Select(group => new Diagnostic("RI6042", Where(cluster),
            $"{string.Join(", ", group)} {(group.Count() == 1 ? "doesn't" : "don't")} know {group.Key}",
            "others do, so the nodes don't agree about who belongs to the cluster",
            "Wait until they do, or let `redisinfra cluster repair` introduce them"));
    }

    /// <summary>Views that hang together: one knows the other, or both know a third.</summary>
    private static List<List<NodeView.Live>> Parts(List<NodeView.Live> live)
    {
        var parts = new List<List<NodeView.Live>>();
        foreach (var view in live)
        {
            var same = parts.Where(part => part.Any(other => Related(view, other))).ToList();
            foreach (var part in same) parts.Remove(part);
            // In the order of the views, whichever parts they joined.
            parts.Add([.. live.Where(other => other == view || same.Any(part => part.Contains(other)))]);
        }
        return [.. parts.OrderBy(part => live.IndexOf(part[0]))];
    }

    private static bool Related(NodeView.Live one, NodeView.Live other) =>
        one.Records.Any(record => !record.IsHandshake && other.Knows(record.Id));

    private static string Where(string cluster) => $"Redis Cluster at {cluster}";
}
