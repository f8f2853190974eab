using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Cluster;

/// <summary>What redis.conf depends on besides the spec, once known.</summary>
internal sealed record ClusterConfigValues(
    Quantity Memory, int MaxMemoryPercent, string MaxMemoryPolicy, TimeSpan NodeTimeout,
    ImmutableDictionary<string, string> Extra);

/// <summary>Renders redis.conf: the same text for the same values, in one order.</summary>
internal static class RedisClusterConfig
{
    /// <summary>Directives that the component's scripts, probes or provider rely on.</summary>
    private static readonly HashSet<string> _managed = new(StringComparer.OrdinalIgnoreCase)
    {
        "bind", "port", "tls-port", "unixsocket", "daemonize", "supervised", "protected-mode", "include", "dir",
        "dbfilename",
        "appenddirname", "appendfilename", "requirepass", "masterauth", "masteruser", "user", "aclfile",
        "rename-command",
        "replicaof", "slaveof", "logfile", "pidfile", "databases", "maxmemory", "maxmemory-policy", "appendonly",
        "appendfsync", "save", "shutdown-timeout", "shutdown-on-sigterm", "cluster-enabled", "cluster-config-file",
        "cluster-port", "cluster-node-timeout", "cluster-announce-ip", "cluster-announce-hostname",
        "cluster-announce-port",
        "cluster-announce-tls-port", "cluster-announce-bus-port", "cluster-preferred-endpoint-type",
        "cluster-allow-replica-migration",
    };

    public static bool IsManaged(string directive) => _managed.Contains(directive);

    public static string Render(RedisClusterSpec spec, ClusterConfigValues values)
    {
        var text = new StringBuilder();
        void Section(string why) => text.Append(text.Length == 0 ? "" : "\n").Append("# ").Append(why).Append('\n');
        void Line(string directive, string value) => text.Append(directive).Append(' ').Append(value).Append('\n');

        Section("Network. Every client needs the password, so protected mode has nothing to add.");
        Line("bind", "* -::*");
        Line("port", Number(RedisClusterDefaults.Port));
        Line("protected-mode", "no");

        Section("Cluster. A drained master must stay one until it is taken away, so replicas don't migrate.");
        Line("cluster-enabled", "yes");
        Line("cluster-config-file", "nodes.conf");
        Line("cluster-node-timeout", Number((long)values.NodeTimeout.TotalMilliseconds));
        Line("cluster-preferred-endpoint-type", spec.EndpointType == RedisEndpointType.Hostname ? "hostname" : "ip");
        Line("cluster-allow-replica-migration", "no");

        Section("Replication. A replica starts to copy at once, and a restarted one can go on where it stopped.");
        Line("repl-diskless-sync-delay", "0");
        Line("repl-backlog-size", "16mb");

        Section($"Memory: {values.MaxMemoryPercent} % of the limit of {values.Memory}.");
        Line("maxmemory", Number(MaxMemoryBytes(values.Memory, values.MaxMemoryPercent)));
        Line("maxmemory-policy", values.MaxMemoryPolicy);

        Section("Persistence.");
        Line("dir", "/data");
        AppendPersistence(spec, Line);

        Section("Stopping: wait so long for replicas that lag.");
        Line("shutdown-timeout", Number(RedisClusterDefaults.ShutdownSeconds));

        if (!values.Extra.IsEmpty) Section("As declared.");
        foreach (var (directive, value) in values.Extra.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            Line(directive, value);

        Section("This pod's address and the password, which start.sh writes into memory.");
        Line("include", "/run/redisinfra/node.conf");
        return text.ToString();
    }

    /// <summary>Whole bytes; integer maths, so that every machine renders the same.</summary>
    public static long MaxMemoryBytes(Quantity memory, int percent) => (long)((Int128)memory.Bytes * percent / 100);

    private static void AppendPersistence(RedisClusterSpec spec, Action<string, string> line)
    {
        line("appendonly", spec.Persistence.AppendOnly == AofSync.Off ? "no" : "yes");
        line("appendfsync", spec.Persistence.AppendOnly == AofSync.Always ? "always" : "everysec");
        // On NFS a sync during a rewrite stalls the main thread for seconds (redis.io, "Diagnosing latency issues").
        line("no-appendfsync-on-rewrite", spec.Storage is Storage.RedisStorage.Nfs ? "yes" : "no");
        line("save", spec.Persistence.Snapshots ? "3600 1 300 100 60 10000" : "\"\"");
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
