using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Sentinel;

/// <summary>
/// What a <see cref="RedisSentinel"/> is to be. Plain values shape the resource tree; all others may be outputs of
/// other resources. None is recorded as an input of the component itself.
/// </summary>
public sealed class RedisSentinelArgs : ResourceArgs
{
    private InputList<string>? _imagePullSecrets;

    /// <summary>The number of servers with the data: one is the master, the others are its replicas.</summary>
    /// <value>2 to 20; 3 unless set.</value>
    public int Members { get; set; } = SentinelDefaults.Members;

    /// <summary>The number of Sentinels.</summary>
    /// <value>3 to 9 and odd; 3 unless set.</value>
    public int Sentinels { get; set; } = SentinelDefaults.Sentinels;

    /// <summary>How many Sentinels must find the master down. A majority has to elect who acts, whatever this is.
    /// </summary>
    /// <value>2 to <see cref="Sentinels"/> - 1, so that one may go together with the master; a majority of them unless
    /// set.</value>
    public int? Quorum { get; set; }

    /// <summary>How long a master doesn't answer until a Sentinel finds it down.</summary>
    /// <value>1 s to 60 s; 5 s unless set.</value>
    public TimeSpan DownAfter { get; set; } = SentinelDefaults.DownAfter;

    /// <summary>How long a failover may take, and half of the time until it is tried again.</summary>
    /// <value>10 s to 10 min; 60 s unless set.</value>
    public TimeSpan FailoverTimeout { get; set; } = SentinelDefaults.FailoverTimeout;

    /// <summary>
    /// How many replicas must be there for a master to take writes (min-replicas-to-write, with min-replicas-max-lag
    /// 10): a master that was cut off stops taking writes that would be lost.
    /// </summary>
    /// <value>0 to <see cref="Members"/> - 1; 1 unless set, and 0 with 2 members.</value>
    public int? MinReplicasToWrite { get; set; }

    /// <summary>Where the data lives.</summary>
    /// <value>8Gi claims of the default storage class unless set.</value>
    public RedisStorage Storage { get; set; } = new RedisStorage.Claims();

    /// <summary>What is written there. A change of it carries the data over.</summary>
    /// <value><see cref="RedisPersistence.Both"/> unless set.</value>
    public RedisPersistence Persistence { get; set; } = new();

    /// <summary>How strictly members, Sentinels and proxies are spread over nodes, each among themselves.</summary>
    /// <value><see cref="RedisSpread.Preferred"/> unless set.</value>
    public RedisSpread Spread { get; set; } = RedisSpread.Preferred;

    /// <summary>What they are spread over: the node label whose values count as different places.</summary>
    /// <value>A label key; kubernetes.io/hostname unless set, topology.kubernetes.io/zone for zones.</value>
    public Input<string> TopologyKey { get; set; } = "kubernetes.io/hostname";

    /// <summary>The namespace of every object. It must exist.</summary>
    /// <value>A DNS label; default unless set.</value>
    public Input<string> Namespace { get; set; } = "default";

    /// <summary>The image of members and Sentinels; it needs sh, timeout, redis-server and redis-cli of 7.0.6 or newer,
    /// which look a name up again when an address is gone.</summary>
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

    /// <summary>Memory and CPU of a member.</summary>
    /// <value>512Mi and 250m unless set.</value>
    public RedisResourcesArgs Resources { get; set; } = new();

    /// <summary>Memory and CPU of a Sentinel.</summary>
    /// <value>64Mi and 50m unless set.</value>
    public RedisResourcesArgs SentinelResources { get; set; } = new()
    {
        Memory = Quantity.Mebibytes(64), Cpu = Quantity.Millicores(50),
    };

    /// <summary>How much of the memory limit is for data (maxmemory).</summary>
    /// <value>Percent, 10 to 90; 75 unless set, 65 with an append-only file.</value>
    public Input<int>? MaxMemoryPercent { get; set; }

    /// <summary>What happens when that is used up (maxmemory-policy).</summary>
    /// <value>A policy of redis.conf; noeviction unless set: writes fail rather than keys vanish.</value>
    public Input<string> MaxMemoryPolicy { get; set; } = "noeviction";

    /// <summary>The members' password. It is treated as a secret whether it is marked or not.</summary>
    /// <value>16 characters or more, printable ASCII without space and comma; 32 random ones unless set.</value>
    public Input<string>? Password { get; set; }

    /// <summary>The Sentinels' password. Clients such as StackExchange.Redis use one for both.</summary>
    /// <value>As <see cref="Password"/>; the members' unless set.</value>
    public Input<string>? SentinelPassword { get; set; }

    /// <summary>ACL users of the members, besides the default one, which the set itself needs: it signs members,
    /// Sentinels, proxies and probes in. With others the pods are rolled, one after the other.</summary>
    /// <value>None unless set, 100 at most.</value>
    public IReadOnlyList<RedisUserArgs> Users { get; set; } = [];

    /// <summary>ACL users of the Sentinels, for clients that know Sentinel. StackExchange.Redis signs in to both as the
    /// same user.</summary>
    /// <value>None unless set, 100 at most. One of a name of <see cref="Users"/> has that one's password unless it
    /// declares its own.</value>
    public IReadOnlyList<RedisUserArgs> SentinelUsers { get; set; } = [];

    /// <summary>Further directives of redis.conf. Those that this component relies on are refused.</summary>
    /// <value>Directive to its values; none unless set.</value>
    public InputMap<string> Config { get; set; } = new();

    /// <summary>The proxies (HAProxy) behind the endpoints for writes and reads, which follow failovers without the
    /// client's help.</summary>
    /// <value>2 proxies unless set; null for none: clients then have to know Sentinel.</value>
    public RedisSentinelProxyArgs? Proxy { get; set; } = new();

    /// <summary>The Service of the Sentinels, for clients that know Sentinel: they get the members' names from it,
    /// which resolve inside the Kubernetes cluster.</summary>
    /// <value>ClusterIP unless set.</value>
    public RedisServiceArgs SentinelService { get; set; } = new();

    /// <summary>How pods run.</summary>
    /// <value>As user and group 999 on any node unless set.</value>
    public RedisPodArgs Pod { get; set; } = new();

    /// <summary>The domain of the Kubernetes cluster's DNS.</summary>
    /// <value>cluster.local unless set.</value>
    public Input<string> ClusterDomain { get; set; } = "cluster.local";

    /// <summary>How members and Sentinels are watched.</summary>
    /// <value>Not at all unless set.</value>
    public MonitoringArgs? Monitoring { get; set; }

    /// <summary>How the redisinfra provider reaches members and Sentinels.</summary>
    /// <value>Through the current context of the kubeconfig unless set.</value>
    public KubernetesAccessArgs Access { get; set; } = new();

    /// <summary>What its objects come after where it is part of another component, which has looked at the Kubernetes
    /// cluster already; null: the set does so itself.</summary>
    internal Resource? First { get; set; }
}
