using System.Collections.Immutable;
using RedisInfra.Model.Slots;

namespace RedisInfra.Components.Monitoring;

/// <summary>The alerts of Redis servers: what is wrong, and what to do.</summary>
internal static class RedisAlerts
{
    private const string Critical = AlertSeverity.Critical;
    private const string Warning = AlertSeverity.Warning;

    /// <summary>The pod in an annotation: Prometheus fills it in.</summary>
    private const string Pod = "{{ $labels.pod }}";

    /// <param name="name">The component's.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="monitored">What it has.</param>
    public static ImmutableArray<AlertRule> Of(string name, string ns, Monitored monitored)
    {
        var series = MetricsSource.Servers(name).Series(name, ns);
        IEnumerable<AlertRule> rules = [.. Servers(name, ns, series, monitored.Members)];
        if (monitored.IsPersistent) rules = rules.Append(Persistence(ns, series));
        if (monitored.IsCluster) rules = rules.Concat(Cluster(name, ns, series));
        if (monitored.HasReplicas) rules = rules.Concat(Replication(ns, series));
        return [.. rules];
    }

    private static IEnumerable<AlertRule> Servers(string name, string ns, string series, int members) =>
    [
        new(
            "RedisDown", $"redis_up{series} == 0", "1m", Critical,
            $"Redis in pod {Pod} doesn't answer",
            "Its exporter runs beside it and gets no answer: it is loading, hanging, or its password was changed by "
                + $"hand. Look at kubectl -n {ns} logs {Pod} -c redis, and at what the pod's events say."),
        new(
            "RedisNotScraped", $"up{series} == 0", "5m", Warning,
            $"The exporter of pod {Pod} can't be reached",
            $"Nothing is known of this server. Look at kubectl -n {ns} describe pod {Pod}: the exporter's container "
                + "may be failing, or a NetworkPolicy keeps Prometheus away from port 9121."),
        new(
            "RedisMembersMissing", $"(count(redis_up{series} == 1) or vector(0)) < {members}", "5m", Critical,
            $"{name} has fewer than {members} servers that answer",
            $"Look at kubectl -n {ns} get pods -l app.kubernetes.io/instance={name}: pods that are Pending wait for a "
                + "node or a volume, those that restart say why in their logs. Nobody may be scraping, too."),
        new(
            "RedisMemoryNearlyFull",
            $"redis_memory_used_bytes{series} / (redis_memory_max_bytes{series} > 0) > 0.9", "5m", Warning,
            $"Redis in pod {Pod} uses {{{{ $value | humanizePercentage }}}} of maxmemory",
            "When it is used up writes fail, or keys are evicted, as maxmemory-policy says. Raise resources.memory, "
                + "add shards, or delete what isn't needed."),
        new(
            "RedisRejectedConnections", $"increase(redis_rejected_connections_total{series}[5m]) > 0", "0m", Critical,
            $"Redis in pod {Pod} turns clients away",
            "It has as many clients as maxclients allows. Look for clients that open connections and don't close "
                + "them (CLIENT LIST), or raise maxclients below config."),
    ];

    private static AlertRule Persistence(string ns, string series) => new(
        "RedisPersistenceFailing",
        $"redis_rdb_last_bgsave_status{series} == 0 or redis_aof_last_write_status{series} == 0 "
            + $"or redis_aof_last_bgrewrite_status{series} == 0",
        "1m", Critical,
        $"Redis in pod {Pod} can't write its data to its volume",
        "A crash loses what wasn't written, and Redis refuses writes meanwhile. The volume may be full or gone, or "
            + $"memory too short for a fork: look at kubectl -n {ns} logs {Pod} -c redis, and at the claim.");

    private static IEnumerable<AlertRule> Cluster(string name, string ns, string series) =>
    [
        new(
            "RedisClusterDown", $"redis_cluster_state{series} == 0", "1m", Critical,
            $"Pod {Pod} says that the cluster {name} is down",
            "It refuses clients: a shard has no master, or the pod sees too few others. Look at redisinfra status; "
                + "redisinfra up heals what can be healed, and redisinfra cluster check says what is wrong."),
        new(
            "RedisClusterSlotsUnserved",
            $"redis_cluster_slots_assigned{series} < {SlotRange.SlotCount} or redis_cluster_slots_fail{series} > 0",
            "1m", Critical,
            $"Pod {Pod} sees slots of {name} that nobody serves",
            "Keys of these slots can't be reached. Bring the shard's pods back "
                + $"(kubectl -n {ns} get pods -l app.kubernetes.io/instance={name}); slots without an owner are what "
                + "redisinfra cluster repair is for."),
    ];

    private static IEnumerable<AlertRule> Replication(string ns, string series) =>
    [
        new(
            "RedisReplicationBroken", $"redis_master_link_up{series} == 0", "2m", Warning,
            $"The replica in pod {Pod} has lost its master",
            "It gets no writes, and what it would lose as the next master grows. Look at both ends' logs "
                + $"(kubectl -n {ns} logs {Pod} -c redis): the network, or a copy that is larger than the master's "
                + "client-output-buffer-limit for replicas."),
        new(
            "RedisReplicationLagging", $"redis_connected_slave_lag_seconds{series} > 10", "2m", Warning,
            $"A replica of the master in pod {Pod} is {{{{ $value }}}} s behind",
            "A failover now would lose these writes. The replica's node or network is too slow or too busy, or one "
                + "command blocks it (SLOWLOG GET)."),
        new(
            "RedisNoFailoverTarget",
            $"redis_connected_slaves{series} == 0 and on (namespace, pod) redis_instance_info"
                + series.Replace("}", ",role=\"master\"}", StringComparison.Ordinal),
            "5m", Critical,
            $"The master in pod {Pod} has no replica",
            "When it fails nobody can take over, and its keys are gone or unreachable until it is back. Look why its "
                + $"replicas' pods aren't connected: kubectl -n {ns} get pods."),
    ];
}
