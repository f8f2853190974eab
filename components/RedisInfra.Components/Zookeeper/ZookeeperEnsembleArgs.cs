using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Zookeeper;

/// <summary>
/// What a <see cref="ZookeeperEnsemble"/> is to be. Plain values shape the resource tree; all others may be outputs of
/// other resources. None is recorded as an input of the component itself.
/// </summary>
public sealed class ZookeeperEnsembleArgs : ResourceArgs
{
    private InputList<string>? _imagePullSecrets;

    /// <summary>How many servers vote. A change is carried out one server at a time.</summary>
    /// <value>An odd number, 1 to 9; 3 unless set, which survives the loss of one.</value>
    public int Servers { get; set; } = ZookeeperDefaults.Servers;

    /// <summary>Where each server keeps its snapshots and its configuration.</summary>
    /// <value>An 8Gi claim of the default storage class each unless set.</value>
    public RedisStorage Storage { get; set; } = new RedisStorage.Claims();

    /// <summary>Where each server keeps its transaction log: every write waits for this disk.</summary>
    /// <value>A volume of its own like <see cref="Storage"/> unless set; on the same NFS export another folder.</value>
    public RedisStorage? LogStorage { get; set; }

    /// <summary>How strictly servers are spread over nodes.</summary>
    /// <value><see cref="RedisSpread.Preferred"/> unless set.</value>
    public RedisSpread Spread { get; set; } = RedisSpread.Preferred;

    /// <summary>What they are spread over: the node label whose values count as different places.</summary>
    /// <value>A label key; kubernetes.io/hostname unless set, topology.kubernetes.io/zone for zones.</value>
    public Input<string> TopologyKey { get; set; } = "kubernetes.io/hostname";

    /// <summary>The namespace of every object. It must exist.</summary>
    /// <value>A DNS label; default unless set.</value>
    public Input<string> Namespace { get; set; } = "default";

    /// <summary>
    /// The image; it needs bash, coreutils, sed, grep, java, and ZooKeeper of 3.6 or newer: either zkServer.sh on the
    /// PATH, as the official one has, or a CLASSPATH.
    /// </summary>
    /// <value>repository:tag, never latest; <see cref="Images.Zookeeper"/> unless set.</value>
    public Input<string> Image { get; set; } = Images.Zookeeper;

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

    /// <summary>Memory and CPU of each server.</summary>
    /// <value>1Gi and 250m unless set; at least 256Mi.</value>
    public RedisResourcesArgs Resources { get; set; } = new() { Memory = ZookeeperDefaults.Memory };

    /// <summary>How much of the memory limit is Java's heap, where all nodes live.</summary>
    /// <value>Percent, 20 to 80; 60 unless set.</value>
    public Input<int> HeapPercent { get; set; } = ZookeeperDefaults.HeapPercent;

    /// <summary>
    /// The password of the user <c>super</c>, who may change who votes. Clients don't need it. It is treated as a
    /// secret whether it is marked or not.
    /// </summary>
    /// <value>16 characters or more, printable ASCII without space and comma; 32 random ones unless set.</value>
    public Input<string>? Password { get; set; }

    /// <summary>Further lines of zoo.cfg. Those that this component relies on are refused.</summary>
    /// <value>Key to value; none unless set.</value>
    public InputMap<string> Config { get; set; } = new();

    /// <summary>Whether each server shows its figures to Prometheus on port 7000.</summary>
    /// <value>False unless set. The image needs ZooKeeper's Prometheus provider, as the official one has.</value>
    public bool Metrics { get; set; }

    /// <summary>
    /// How the servers are watched: alerts, and a dashboard. They show their figures themselves, so there is no
    /// exporter, and the image and the resources of one have no meaning here.
    /// </summary>
    /// <value>Not at all unless set. With it <see cref="Metrics"/> is on.</value>
    public MonitoringArgs? Monitoring { get; set; }

    /// <summary>The Service for clients.</summary>
    /// <value>ClusterIP unless set.</value>
    public RedisServiceArgs Service { get; set; } = new();

    /// <summary>The type of a Service for each server by itself, for clients that are told every one.</summary>
    /// <value>None unless set: there are no such Services.</value>
    public RedisServiceType? ServerServices { get; set; }

    /// <summary>Their node ports, server 1 first.</summary>
    /// <value>One for each server, 30000 to 32767; chosen by Kubernetes unless set.</value>
    public IReadOnlyList<int> ServerNodePorts { get; set; } = [];

    /// <summary>How pods run.</summary>
    /// <value>As user and group 999 on any node unless set.</value>
    public RedisPodArgs Pod { get; set; } = new();

    /// <summary>The domain of the Kubernetes cluster's DNS. Servers know each other by it: it can't change.</summary>
    /// <value>cluster.local unless set.</value>
    public Input<string> ClusterDomain { get; set; } = "cluster.local";

    /// <summary>How the redisinfra provider reaches the servers.</summary>
    /// <value>Through the current context of the kubeconfig unless set.</value>
    public KubernetesAccessArgs Access { get; set; } = new();
}
