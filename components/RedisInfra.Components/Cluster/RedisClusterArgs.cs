using Pulumi;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Cluster;

/// <summary>
/// What a <see cref="RedisCluster"/> is to be. Plain values shape the resource tree; all others may be outputs of other
/// resources. None is recorded as an input of the component itself: its children's inputs say it all, and the password
/// stands in fewer places.
/// </summary>
public sealed class RedisClusterArgs : ResourceArgs
{
    private InputList<string>? _imagePullSecrets;

    /// <summary>The number of masters, which share the 16384 slots evenly.</summary>
    /// <value>3 or more (fewer can't elect one of them); 3 unless set. All members together: at most 1000.</value>
    public int Shards { get; set; } = RedisClusterDefaults.MinShards;

    /// <summary>The number of replicas that stand by for each master.</summary>
    /// <value>0 to 5; 1 unless set. With 0 a shard's keys can't be reached while its pod is away.</value>
    public int ReplicasPerShard { get; set; } = 1;

    /// <summary>How members are spread over StatefulSets.</summary>
    /// <value><see cref="RedisWorkload.PerShard"/> unless set.</value>
    public RedisWorkload Workload { get; set; } = RedisWorkload.PerShard;

    /// <summary>How strictly a shard's members are kept apart.</summary>
    /// <value><see cref="RedisSpread.Preferred"/> unless set.</value>
    public RedisSpread Spread { get; set; } = RedisSpread.Preferred;

    /// <summary>What "apart" means: the node label whose values count as different places.</summary>
    /// <value>A label key; kubernetes.io/hostname unless set, topology.kubernetes.io/zone for zones.</value>
    public Input<string> TopologyKey { get; set; } = "kubernetes.io/hostname";

    /// <summary>Where the data lives.</summary>
    /// <value>8Gi claims of the default storage class unless set.</value>
    public RedisStorage Storage { get; set; } = new RedisStorage.Claims();

    /// <summary>What is written there.</summary>
    /// <value>Append-only file, synced every second, and snapshots unless set.</value>
    public RedisPersistence Persistence { get; set; } = new();

    /// <summary>What nodes call one another when they redirect clients.</summary>
    /// <value><see cref="RedisEndpointType.Ip"/> unless set.</value>
    public RedisEndpointType EndpointType { get; set; } = RedisEndpointType.Ip;

    /// <summary>The namespace of every object. It must exist.</summary>
    /// <value>A DNS label; default unless set.</value>
    public Input<string> Namespace { get; set; } = "default";

    /// <summary>The image; it needs sh, redis-server and redis-cli of 7.0 or newer.</summary>
    /// <value>repository:tag, never latest; <see cref="Images.Redis"/> unless set.</value>
    public Input<string> Image { get; set; } = Images.Redis;

    /// <summary>Whether nodes ask the registry for an image they have.</summary>
    /// <value>IfNotPresent (unless set), Always or Never.</value>
    public Input<string> ImagePullPolicy { get; set; } = "IfNotPresent";

    /// <summary>Secrets of the registry, by name.</summary>
    /// <value>None unless set.</value>
    public InputList<string> ImagePullSecrets
    {
        get => _imagePullSecrets ??= new InputList<string>();
        set => _imagePullSecrets = value;
    }

    /// <summary>Null when nobody asked for any: the object then doesn't own the field.</summary>
    internal InputList<string>? DeclaredImagePullSecrets => _imagePullSecrets;

    /// <summary>Memory and CPU of each member.</summary>
    /// <value>512Mi and 250m unless set.</value>
    public RedisResourcesArgs Resources { get; set; } = new();

    /// <summary>How much of the memory limit is for data (maxmemory).</summary>
    /// <value>Percent, 10 to 90; 75 unless set, 65 with an append-only file.</value>
    public Input<int>? MaxMemoryPercent { get; set; }

    /// <summary>What happens when that is used up (maxmemory-policy).</summary>
    /// <value>A policy of redis.conf; noeviction unless set: writes fail rather than keys vanish.</value>
    public Input<string> MaxMemoryPolicy { get; set; } = "noeviction";

    /// <summary>The password of the default user. It is treated as a secret whether it is marked or not.</summary>
    /// <value>16 characters or more, printable ASCII without space and comma; 32 random ones unless set.</value>
    public Input<string>? Password { get; set; }

    /// <summary>How long a node may be silent before it is taken for failed (cluster-node-timeout).</summary>
    /// <value>1 s to 60 s; 15 s unless set.</value>
    public Input<TimeSpan> NodeTimeout { get; set; } = RedisClusterDefaults.NodeTimeout;

    /// <summary>Further directives of redis.conf. Those that this component relies on are refused.</summary>
    /// <value>Directive to its values; none unless set.</value>
    public InputMap<string> Config { get; set; } = new();

    /// <summary>The Service for clients.</summary>
    /// <value>ClusterIP unless set.</value>
    public RedisServiceArgs Service { get; set; } = new();

    /// <summary>How pods run.</summary>
    /// <value>As user and group 999 on any node unless set.</value>
    public RedisPodArgs Pod { get; set; } = new();

    /// <summary>How the servers are watched.</summary>
    /// <value>Not at all unless set.</value>
    public MonitoringArgs? Monitoring { get; set; }

    /// <summary>The domain of the Kubernetes cluster's DNS.</summary>
    /// <value>cluster.local unless set.</value>
    public Input<string> ClusterDomain { get; set; } = "cluster.local";

    /// <summary>How the provider reaches the members.</summary>
    /// <value>The current context unless set.</value>
    public KubernetesAccessArgs Access { get; set; } = new();
}
