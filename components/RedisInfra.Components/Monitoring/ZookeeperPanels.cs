using System.Collections.Immutable;

namespace RedisInfra.Components.Monitoring;

/// <summary>What a dashboard shows of a ZooKeeper ensemble.</summary>
internal static class ZookeeperPanels
{
    private const string Pod = "{{pod}}";

    /// <param name="series">What picks its series.</param>
    public static ImmutableArray<Panel> Of(string series)
    {
        var heap = series.Replace("}", ",area=\"heap\"}", StringComparison.Ordinal);
        return
        [
            new("Servers that serve", "short", ($"count(quorum_size{series})", "serving"),
                ($"max(quorum_size{series})", "with a vote")),
            new("Who leads", "s", ($"leader_uptime{series} / 1000", Pod)),
            new("Followers with the leader's data", "short", ($"max(synced_followers{series})", "followers")),
            new("Requests that wait", "short", ($"outstanding_requests{series}", Pod)),
            new("Time of a write", "ms", (Average("updatelatency", series), Pod)),
            new("Time of a read", "ms", (Average("readlatency", series), Pod)),
            new("Time of the log's fsync", "ms", (Average("fsynctime", series), Pod)),
            new("Packets of clients", "pps", ($"rate(packets_received{series}[5m])", Pod + " in"),
                ($"rate(packets_sent{series}[5m])", Pod + " out")),
            new("Clients", "short", ($"num_alive_connections{series}", Pod)),
            new("Sessions", "short", ($"max(global_sessions{series})", "sessions")),
            new("Nodes", "short", ($"max(znode_count{series})", "all"),
                ($"max(ephemerals_count{series})", "ephemeral")),
            new("Watches", "short", ($"watch_count{series}", Pod)),
            new("Data", "bytes", ($"max(approximate_data_size{series})", "data")),
            new("Elections in an hour", "short", ($"increase(election_time_count{series}[1h])", Pod)),
            new("Java's heap", "bytes", ($"jvm_memory_bytes_used{heap}", Pod),
                ($"max(jvm_memory_bytes_max{heap})", "limit")),
        ];
    }

    /// <summary>Since a while ago: avg_latency is since the server's start.</summary>
    private static string Average(string summary, string series) =>
        $"rate({summary}_sum{series}[5m]) / rate({summary}_count{series}[5m])";
}
