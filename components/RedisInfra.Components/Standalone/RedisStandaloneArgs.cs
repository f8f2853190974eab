using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Standalone;

/// <summary>
/// What a <see cref="RedisStandalone"/> is to be. Plain values shape the resource tree; all others may be outputs of
/// other resources. None is recorded as an input of the component itself.
/// </summary>
public sealed class RedisStandaloneArgs : ResourceArgs
{
    private InputList<string>? _imagePullSecrets;

    /// <summary>What keeps the pod running.</summary>
    /// <value>
    /// <see cref="RedisStandaloneWorkload.StatefulSet"/> unless set. Choose once: another workload has a folder of its
    /// own on the same volume, and starts empty in it.
    /// </value>
    public RedisStandaloneWorkload Workload { get; set; } = RedisStandaloneWorkload.StatefulSet;

    /// <summary>Where the data lives. In a folder of the volume: NAME-0, or NAME with a Deployment.</summary>
    /// <value>An 8Gi claim of the default storage class unless set.</value>
    public RedisStorage Storage { get; set; } = new RedisStorage.Claims();

    /// <summary>What is written there, and so what a crash may lose. A change of it carries the data over.</summary>
    /// <value>
    /// <see cref="RedisPersistence.Both"/> unless set: an append-only file, synced every second, and snapshots.
    /// </value>
    public RedisPersistence Persistence { get; set; } = new();

    /// <summary>The namespace of every object. It must exist.</summary>
    /// <value>A DNS label; default unless set.</value>
    public Input<string> Namespace { get; set; } = "default";

    /// <summary>The image; it needs sh, sleep, rm, redis-server and redis-cli of 7.0 or newer.</summary>
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

    /// <summary>Memory and CPU.</summary>
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

    /// <summary>Further directives of redis.conf. Those that this component relies on are refused.</summary>
    /// <value>Directive to its values; none unless set.</value>
    public InputMap<string> Config { get; set; } = new();

    /// <summary>The Service for clients.</summary>
    /// <value>ClusterIP unless set.</value>
    public RedisServiceArgs Service { get; set; } = new();

    /// <summary>How the pod runs.</summary>
    /// <value>As user and group 999 on any node unless set.</value>
    public RedisPodArgs Pod { get; set; } = new();

    /// <summary>How the server is watched.</summary>
    /// <value>Not at all unless set.</value>
    public MonitoringArgs? Monitoring { get; set; }

    /// <summary>How the redisinfra provider reaches the cluster, to see whether it has what the server needs.</summary>
    /// <value>Through the current context of the kubeconfig unless set.</value>
    public KubernetesAccessArgs Access { get; set; } = new();
}
