using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// One ring of shards behind a port of its own: a pool in nutcracker's configuration. What decides on which shard a key
/// is, is plain, so that a preview can tell what a change of it moves.
/// </summary>
public sealed class TwemproxyRingArgs : ResourceArgs
{
    internal const int DefaultShards = 3;

    /// <summary>The pool's name, in nutcracker's configuration, in the pods' names and of the Service's port.</summary>
    /// <value>1 to 15 lower-case letters and digits, a letter first; main unless set.</value>
    public string Name { get; set; } = "main";

    /// <summary>The port that clients use, of the proxies and of the Service.</summary>
    /// <value>1024 to 65535, none twice; 22121 unless set.</value>
    public int Port { get; set; } = TwemproxyDefaults.Port;

    /// <summary>The number of Redis shards.</summary>
    /// <value>1 to 1000; 3 unless set.</value>
    public int Shards { get; set; } = DefaultShards;

    /// <summary>
    /// The number of replicas of each shard. With any, a shard has Sentinels of its own, three, and the proxies follow
    /// its failovers.
    /// </summary>
    /// <value>0 to 4; 0 unless set. It can't become 0, or more than 0, later. With 1 a master that was cut off goes on
    /// taking writes, which are lost; with 2 it stops.</value>
    public int Replicas { get; set; }

    /// <summary>How a key becomes a number.</summary>
    /// <value><see cref="TwemproxyHash.Fnv1a64"/> unless set.</value>
    public TwemproxyHash Hash { get; set; } = TwemproxyHash.Fnv1a64;

    /// <summary>How that number becomes a shard.</summary>
    /// <value><see cref="TwemproxyDistribution.Ketama"/> unless set.</value>
    public TwemproxyDistribution Distribution { get; set; } = TwemproxyDistribution.Ketama;

    /// <summary>
    /// The two characters around the part of a key that is hashed: keys with the same part are on the same shard.
    /// </summary>
    /// <value>Two printable characters; {} unless set, null for none.</value>
    public string? HashTag { get; set; } = "{}";

    /// <summary>Shards that take a larger part than the others.</summary>
    /// <value>Shard number, counted from 0, to 1 to 1000; 1 for all that aren't named.</value>
    public IReadOnlyDictionary<int, int> Weights { get; set; } = new Dictionary<int, int>();

    /// <summary>What happens when one of these, or the number of shards, changes later.</summary>
    /// <value><see cref="TwemproxyRingChange.Move"/> unless set.</value>
    public TwemproxyRingChange OnRingChange { get; set; } = TwemproxyRingChange.Move;

    /// <summary>How long the proxy waits for a shard, to connect or to answer.</summary>
    /// <value>1 ms to 60 s; 400 ms unless set. Null waits for ever, and a preview warns of it.</value>
    public TimeSpan? Timeout { get; set; } = TwemproxyDefaults.Timeout;

    /// <summary>Whether a shard that fails is taken out of the ring for a while.</summary>
    /// <value>Null (never) unless set.</value>
    public TwemproxyEjection? Ejection { get; set; }

    /// <summary>Whether proxies connect to all shards when they start, not with the first request.</summary>
    /// <value>false unless set.</value>
    public bool Preconnect { get; set; }

    /// <summary>
    /// The commands that the clients use. A preview warns of those that twemproxy can't do: it closes the connection.
    /// </summary>
    /// <value>Names such as MGET; none unless set.</value>
    public IReadOnlyList<string> ClientCommands { get; set; } = [];

    /// <summary>Where the data lives. On NFS all shards share one volume, a folder each, named like its pod.</summary>
    /// <value>8Gi claims of the default storage class unless set.</value>
    public RedisStorage Storage { get; set; } = new RedisStorage.Claims();

    /// <summary>What is written there.</summary>
    /// <value>Append-only file, synced every second, and snapshots unless set.</value>
    public RedisPersistence Persistence { get; set; } = new();

    /// <summary>Memory and CPU of each shard.</summary>
    /// <value>512Mi and 250m unless set.</value>
    public RedisResourcesArgs Resources { get; set; } = new();

    /// <summary>How much of the memory limit is for data (maxmemory).</summary>
    /// <value>Percent, 10 to 90; 75 unless set, 65 with an append-only file.</value>
    public Input<int>? MaxMemoryPercent { get; set; }

    /// <summary>What happens when that is used up (maxmemory-policy).</summary>
    /// <value>A policy of redis.conf; noeviction unless set: writes fail rather than keys vanish.</value>
    public Input<string> MaxMemoryPolicy { get; set; } = "noeviction";

    /// <summary>Further directives of the shards' redis.conf. What this component relies on is refused.</summary>
    /// <value>Directive to its values; none unless set.</value>
    public InputMap<string> Config { get; set; } = new();
}
