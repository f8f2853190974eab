using System.Collections.Immutable;

namespace RedisInfra.Components.Monitoring;

/// <summary>What a dashboard shows of Redis servers.</summary>
internal static class RedisPanels
{
    /// <param name="series">What picks their series.</param>
    /// <param name="monitored">What they have.</param>
    public static ImmutableArray<Panel> Of(string series, Monitored monitored) => [.. Panels(series, monitored)];

    private static IEnumerable<Panel> Panels(string series, Monitored monitored)
    {
        var pod = "{{pod}}";
        yield return new("Servers that answer", "short", ($"sum(redis_up{series})", "answering"));
        if (monitored.IsCluster)
        {
            yield return new(
                "Slots that are served", "short", ($"min(redis_cluster_slots_ok{series})", "seen by the worst server"));
            yield return new(
                "Masters", "short",
                ($"count(redis_instance_info{series.Replace("}", ",role=\"master\"}", StringComparison.Ordinal)})",
                    "masters"));
        }

        yield return new("Commands", "ops", ($"rate(redis_commands_processed_total{series}[5m])", pod));
        yield return new(
            "Memory", "bytes", ($"redis_memory_used_bytes{series}", pod),
            ($"max(redis_memory_max_bytes{series})", "maxmemory"));
        yield return new("Keys", "short", ($"sum by (pod) (redis_db_keys{series})", pod));
        yield return new("Clients", "short", ($"redis_connected_clients{series}", pod));
        yield return new(
            "Reads that find their key", "percentunit",
            ($"rate(redis_keyspace_hits_total{series}[5m]) / (rate(redis_keyspace_hits_total{series}[5m]) "
                + $"+ rate(redis_keyspace_misses_total{series}[5m]))", pod));
        yield return new(
            "Keys that go", "ops", ($"rate(redis_evicted_keys_total{series}[5m])", pod + " evicted"),
            ($"rate(redis_expired_keys_total{series}[5m])", pod + " expired"));
        yield return new(
            "Network", "Bps", ($"rate(redis_net_input_bytes_total{series}[5m])", pod + " in"),
            ($"rate(redis_net_output_bytes_total{series}[5m])", pod + " out"));
        yield return new(
            "CPU", "short",
            ($"rate(redis_cpu_user_seconds_total{series}[5m]) + rate(redis_cpu_sys_seconds_total{series}[5m])", pod));
        if (monitored.IsPersistent)
            yield return new(
                "Changes since the last snapshot", "short", ($"redis_rdb_changes_since_last_save{series}", pod));
        if (monitored.HasReplicas)
            yield return new(
                "Replicas behind their master", "s",
                ($"max by (pod, slave_ip) (redis_connected_slave_lag_seconds{series})", pod + " to {{slave_ip}}"));
    }
}
