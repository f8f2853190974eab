using System.Collections.Frozen;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Zookeeper;

/// <summary>Numbers and words that a ZooKeeper ensemble is made of.</summary>
internal static class ZookeeperDefaults
{
    public const int Servers = 3;

    /// <summary>Each write waits for a majority: more servers make writes slower, and reads are what they are for.
    /// </summary>
    public const int MaxServers = 9;

    public const int ClientPort = 2181;
    public const int PeerPort = 2888;
    public const int ElectionPort = 3888;
    public const int MetricsPort = 7000;

    public const int MinMemoryMebibytes = 256;
    public const int HeapPercent = 60;
    public const int MinHeapPercent = 20;
    public const int MaxHeapPercent = 80;

    /// <summary>It writes nothing at its end that would take time: what it acknowledged is on disk.</summary>
    public const int GraceSeconds = 30;

    /// <summary>A start reads the snapshot and the log behind it, and a new server copies the leader's.</summary>
    public const int StartupSeconds = 600;

    public static Quantity Memory { get; } = Quantity.Gibibytes(1);

    /// <summary>What zoo.cfg has from here, and nobody else may say.</summary>
    public static FrozenSet<string> ManagedKeys { get; } = new[]
    {
        "dataDir", "dataLogDir", "clientPort", "clientPortAddress", "dynamicConfigFile", "reconfigEnabled",
        "standaloneEnabled", "skipACL", "quorumListenOnAllIPs", "4lw.commands.whitelist", "admin.enableServer",
        "db.autocreate", "localSessionsEnabled", "peerType", "forceSync", "configFileBackup",
        "metricsProvider.className", "metricsProvider.httpPort", "DigestAuthenticationProvider.superDigest",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether zoo.cfg's key is one of those, or declares a server.</summary>
    public static bool IsManaged(string key) =>
        ManagedKeys.Contains(key) || key.StartsWith("server.", StringComparison.OrdinalIgnoreCase);
}
