using System.Collections.Immutable;
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
        var conf = new RedisConf();
        conf.Network();

        conf.Section("Cluster. A drained master must stay one until it is taken away, so replicas don't migrate.");
        conf.Line("cluster-enabled", "yes");
        conf.Line("cluster-config-file", "nodes.conf");
        conf.Line("cluster-node-timeout", (long)values.NodeTimeout.TotalMilliseconds);
        conf.Line(
            "cluster-preferred-endpoint-type", spec.EndpointType == RedisEndpointType.Hostname ? "hostname" : "ip");
        conf.Line("cluster-allow-replica-migration", "no");

        conf.Section("Replication. A replica starts to copy at once, and a restarted one can go on where it stopped.");
        conf.Line("repl-diskless-sync-delay", "0");
        conf.Line("repl-backlog-size", "16mb");

        conf.Memory(values.Memory, values.MaxMemoryPercent, values.MaxMemoryPolicy);
        conf.Persistence(spec.Storage, spec.Persistence);

        conf.Section("Stopping: wait so long for replicas that lag.");
        conf.Line("shutdown-timeout", RedisClusterDefaults.ShutdownSeconds);

        conf.Declared(values.Extra);
        conf.Section("This pod's address and the password, which start.sh writes into memory.");
        conf.Line("include", "/run/redisinfra/node.conf");
        return conf.ToString();
    }
}
