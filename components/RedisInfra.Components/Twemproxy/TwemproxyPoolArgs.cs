using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;

namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// What a <see cref="TwemproxyPool"/> is to be. Plain values shape the resource tree or the rings; all others may be
/// outputs of other resources. None is recorded as an input of the component itself.
/// </summary>
public sealed class TwemproxyPoolArgs : ResourceArgs
{
    private InputList<string>? _imagePullSecrets;

    /// <summary>The rings of shards, each behind a port of its own of the same proxies.</summary>
    /// <value>1 or more, their names and ports different; one of 3 shards unless set.</value>
    public IReadOnlyList<TwemproxyRingArgs> Pools { get; set; } = [new()];

    /// <summary>The proxies.</summary>
    /// <value>2 unless set.</value>
    public TwemproxyProxyArgs Proxy { get; set; } = new();

    /// <summary>How strictly proxies, and shards, are spread over nodes.</summary>
    /// <value><see cref="RedisSpread.Preferred"/> unless set.</value>
    public RedisSpread Spread { get; set; } = RedisSpread.Preferred;

    /// <summary>What they are spread over: the node label whose values count as different places.</summary>
    /// <value>A label key; kubernetes.io/hostname unless set, topology.kubernetes.io/zone for zones.</value>
    public Input<string> TopologyKey { get; set; } = "kubernetes.io/hostname";

    /// <summary>The namespace of every object. It must exist.</summary>
    /// <value>A DNS label; default unless set.</value>
    public Input<string> Namespace { get; set; } = "default";

    /// <summary>The shards' image; it needs sh, redis-server and redis-cli of 7.0 or newer.</summary>
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

    /// <summary>
    /// The password of clients at the proxies, and of the proxies at the shards. It is treated as a secret whether it
    /// is marked or not.
    /// </summary>
    /// <value>16 characters or more, printable ASCII without space and comma; 32 random ones unless set.</value>
    public Input<string>? Password { get; set; }

    /// <summary>The Service for clients, with a port for each pool.</summary>
    /// <value>ClusterIP unless set. A node port goes with one pool only.</value>
    public RedisServiceArgs Service { get; set; } = new();

    /// <summary>How pods run, proxies and shards.</summary>
    /// <value>As user and group 999 on any node unless set.</value>
    public RedisPodArgs Pod { get; set; } = new();

    /// <summary>How shards and proxies are watched. The proxies' exporter runs in their own image, with perl.</summary>
    /// <value>Not at all unless set.</value>
    public MonitoringArgs? Monitoring { get; set; }

    /// <summary>The domain of the Kubernetes cluster's DNS.</summary>
    /// <value>cluster.local unless set.</value>
    public Input<string> ClusterDomain { get; set; } = "cluster.local";

    /// <summary>How the redisinfra provider reaches shards and proxies.</summary>
    /// <value>Through the current context of the kubeconfig unless set.</value>
    public KubernetesAccessArgs Access { get; set; } = new();
}
