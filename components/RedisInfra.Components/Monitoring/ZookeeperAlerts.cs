using System.Collections.Immutable;

namespace RedisInfra.Components.Monitoring;

/// <summary>
/// The alerts of a ZooKeeper ensemble, by the names of its PrometheusMetricsProvider. Figures of the leader are there
/// while a server leads; in some versions they are 0 while it stops to.
/// </summary>
internal static class ZookeeperAlerts
{
    /// <summary>The pod in an annotation: Prometheus fills it in.</summary>
    private const string Pod = "{{ $labels.pod }}";

    /// <param name="name">The ensemble's.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="series">What picks its series.</param>
    /// <param name="servers">How many servers there are to be.</param>
    public static ImmutableArray<AlertRule> Of(string name, string ns, string series, int servers)
    {
        IEnumerable<AlertRule> rules = [.. Ensemble(name, ns, series, servers), .. Servers(ns, series)];
        return [.. servers == 1 ? rules.Where(rule => rule.Name != "ZookeeperFollowersMissing") : rules];
    }

    private static IEnumerable<AlertRule> Ensemble(string name, string ns, string series, int servers) =>
    [
        new(
            "ZookeeperNoLeader", $"(count(leader_uptime{series} > 0) or vector(0)) == 0", "1m",
            AlertSeverity.Critical,
            $"No server of the ensemble {name} leads",
            $"Nobody can write, and most clients lose their sessions: fewer than {servers / 2 + 1} servers reach one "
                + $"another. Look at kubectl -n {ns} get pods -l app.kubernetes.io/instance={name}, and in the "
                + "servers' logs for the others that they can't reach. Nobody may be scraping, too."),
        new(
            "ZookeeperServersMissing", $"(count(quorum_size{series}) or vector(0)) < {servers}", "5m",
            AlertSeverity.Critical,
            $"Fewer than {servers} servers of the ensemble {name} serve",
            $"It goes on while {servers / 2 + 1} of them do, and then stops at once. Look at kubectl -n {ns} get pods "
                + $"-l app.kubernetes.io/instance={name}: pods that are Pending wait for a node or a volume, those "
                + "that aren't ready say in their logs whom they look for."),
        new(
            "ZookeeperFollowersMissing", $"max(synced_followers{series}) < {servers - 1}", "5m",
            AlertSeverity.Warning,
            $"The leader of the ensemble {name} has fewer than {servers - 1} followers with its data",
            "A server is away or can't keep up: its disk or its network is too slow. The next one that goes may end "
                + "the majority. The log of a server that is behind says why."),
        new(
            "ZookeeperVotesMissing", $"max(quorum_size{series}) < {servers}", "15m", AlertSeverity.Warning,
            $"Fewer than {servers} servers of the ensemble {name} have a vote",
            "A change of its size was not finished, so it survives less than was declared. redisinfra preview says "
                + "who is missing, and up gives the votes."),
    ];

    private static IEnumerable<AlertRule> Servers(string ns, string series) =>
    [
        new(
            "ZookeeperNotScraped", $"up{series} == 0", "5m", AlertSeverity.Warning,
            $"The figures of the ZooKeeper server in pod {Pod} can't be had",
            $"Nothing is known of this server. Look at kubectl -n {ns} describe pod {Pod}: it may be down, its image "
                + "may lack ZooKeeper's Prometheus provider, or a NetworkPolicy keeps Prometheus away from port 7000."),
        new(
            "ZookeeperFsyncSlow", $"rate(fsynctime_sum{series}[5m]) / rate(fsynctime_count{series}[5m]) > 100", "5m",
            AlertSeverity.Warning,
            $"The transaction log of pod {Pod} takes {{{{ $value | humanize }}}} ms for a write",
            "Every write of a client waits for the logs of a majority, and sessions end when that takes too long. Give "
                + "the log a disk of its own that is fast (logStorage), and look at what else writes to it."),
        new(
            "ZookeeperRequestsWaiting", $"outstanding_requests{series} > 10", "5m", AlertSeverity.Warning,
            $"{{{{ $value }}}} requests wait in the ZooKeeper server of pod {Pod}",
            "It gets more than it can do: its disk or its CPU is too slow, or clients ask too much. Look at the "
                + "dashboard's fsync and latency, raise resources.cpu, or give the log a faster disk."),
        new(
            "ZookeeperSlow",
            $"rate(updatelatency_sum{series}[5m]) / rate(updatelatency_count{series}[5m]) > 500", "5m",
            AlertSeverity.Warning,
            $"Writes through pod {Pod} take {{{{ $value | humanize }}}} ms",
            "So long do clients of this server wait. When its fsync is fast, look at the leader's, at the network "
                + "between the servers, and for long pauses of Java: a heap that is nearly full (heapPercent, "
                + "resources.memory)."),
    ];
}
