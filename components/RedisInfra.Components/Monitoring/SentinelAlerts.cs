using System.Collections.Immutable;

namespace RedisInfra.Components.Monitoring;

/// <summary>The alerts of Sentinels: whether they could put a replica in the master's place.</summary>
internal static class SentinelAlerts
{
    /// <summary>The pod in an annotation: Prometheus fills it in.</summary>
    private const string Pod = "{{ $labels.pod }}";

    /// <param name="name">The set's.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="series">What picks the Sentinels' series.</param>
    /// <param name="needed">How many have to agree, and to elect who of them acts.</param>
    public static ImmutableArray<AlertRule> Of(string name, string ns, string series, int needed) =>
    [
        new(
            "RedisSentinelDown", $"redis_up{series} == 0", "1m", AlertSeverity.Warning,
            $"The Sentinel in pod {Pod} doesn't answer",
            "The others go on without it. It waits for a master to watch, or hangs: look at kubectl "
                + $"-n {ns} logs {Pod} -c sentinel."),
        new(
            "RedisSentinelNotScraped", $"up{series} == 0", "5m", AlertSeverity.Warning,
            $"The exporter of the Sentinel {Pod} can't be reached",
            $"Nothing is known of this Sentinel. Look at kubectl -n {ns} describe pod {Pod}: the exporter's container "
                + "may be failing, or a NetworkPolicy keeps Prometheus away from port 9121."),
        new(
            "RedisSentinelMasterDown", $"redis_sentinel_master_status{series} == 0", "1m", AlertSeverity.Critical,
            $"The Sentinel in pod {Pod} doesn't reach the master of {name}",
            "Writes fail when the others don't either, and no replica took over in time. Look at kubectl "
                + $"-n {ns} get pods -l app.kubernetes.io/instance={name}, and at redisinfra status; the Sentinel's "
                + "log says why a failover didn't go ahead."),
        new(
            "RedisSentinelTooFew", $"redis_sentinel_master_ok_sentinels{series} < {needed}", "1m",
            AlertSeverity.Critical,
            $"The Sentinel in pod {Pod} sees {{{{ $value }}}} Sentinels of {name}, itself included, of {needed} needed",
            "When the master fails now, nobody takes over. Bring the Sentinels' pods back: kubectl "
                + $"-n {ns} get pods -l app.kubernetes.io/name=redis-sentinel,app.kubernetes.io/instance={name}."),
        new(
            "RedisSentinelsDisagree", $"count(count by (master_address) (redis_sentinel_master_status{series})) > 1",
            "5m", AlertSeverity.Critical,
            $"The Sentinels of {name} watch different masters",
            "Clients that ask one of them write where the others don't see it. One of them was cut off, or watches an "
                + $"old master: redisinfra up heals what can be healed, and kubectl -n {ns} logs says what each "
                + "watches."),
    ];
}
