using Pulumi;
using RedisInfra.Components.Cluster;

namespace RedisInfra.Components.Sentinel;

/// <summary>
/// A set of Redis servers and the Sentinels that watch them, for a <see cref="SentinelDrain"/> and a
/// <see cref="SentinelTopology"/>, which take the same.
/// </summary>
public sealed class SentinelTopologyArgs : ResourceArgs
{
    /// <summary>What the Sentinels call the master.</summary>
    [Input("masterName", required: true)]
    public Input<string> MasterName { get; set; } = null!;

    /// <summary>Every Redis server that stays or comes: two or more. The first is the master of an empty set.</summary>
    [Input("members", required: true)]
    public InputList<SentinelMemberArgs> Members { get; set; } = new();

    /// <summary>Every Sentinel that stays or comes: an odd number of three or more.</summary>
    [Input("sentinels", required: true)]
    public InputList<SentinelMemberArgs> Sentinels { get; set; } = new();

    /// <summary>How many Sentinels must agree that the master is down.</summary>
    /// <value>2 to one fewer than the Sentinels.</value>
    [Input("quorum", required: true)]
    public Input<int> Quorum { get; set; } = null!;

    /// <summary>After how long without an answer a server counts as down.</summary>
    /// <value>Milliseconds; as the Sentinels have it unless set.</value>
    [Input("downAfterMs")]
    public Input<int>? DownAfterMs { get; set; }

    /// <summary>How long a failover may take before another is tried.</summary>
    /// <value>Milliseconds; as the Sentinels have it unless set.</value>
    [Input("failoverTimeoutMs")]
    public Input<int>? FailoverTimeoutMs { get; set; }

    /// <summary>How many replicas copy from a new master at once.</summary>
    /// <value>As the Sentinels have it unless set.</value>
    [Input("parallelSyncs")]
    public Input<int>? ParallelSyncs { get; set; }

    /// <summary>Without so many replicas that have kept up a master takes no writes.</summary>
    /// <value>0 to one fewer than the members; as the servers have it unless set.</value>
    [Input("minReplicas")]
    public Input<int>? MinReplicas { get; set; }

    /// <summary>How far behind a replica may be to count for that.</summary>
    /// <value>Seconds; as the servers have it unless set.</value>
    [Input("minReplicasMaxLagSeconds")]
    public Input<int>? MinReplicasMaxLagSeconds { get; set; }

    /// <summary>The password of the servers.</summary>
    /// <value>A secret; none unless set.</value>
    [Input("password")]
    public Input<string>? Password { get; set; }

    /// <summary>The ACL user that signs in to the servers here.</summary>
    /// <value>A name; the default user unless set.</value>
    [Input("username")]
    public Input<string>? Username { get; set; }

    /// <summary>The password with which Sentinels sign in to the servers.</summary>
    /// <value>A secret; <see cref="Password"/> unless set.</value>
    [Input("watchPassword")]
    public Input<string>? WatchPassword { get; set; }

    /// <summary>The ACL user with which Sentinels sign in to the servers.</summary>
    /// <value>A name; <see cref="Username"/> unless set.</value>
    [Input("watchUsername")]
    public Input<string>? WatchUsername { get; set; }

    /// <summary>The password of the Sentinels themselves.</summary>
    /// <value>A secret; none unless set.</value>
    [Input("sentinelPassword")]
    public Input<string>? SentinelPassword { get; set; }

    /// <summary>The ACL user that signs in to the Sentinels here.</summary>
    /// <value>A name; the default user unless set.</value>
    [Input("sentinelUsername")]
    public Input<string>? SentinelUsername { get; set; }

    /// <summary>TLS towards servers and Sentinels.</summary>
    /// <value>Off unless set.</value>
    [Input("tls")]
    public Input<ClusterTopologyTlsArgs>? Tls { get; set; }

    /// <summary>How to reach the pods through the Kubernetes API, and what to do with their claims.</summary>
    /// <value>Straight to host:port unless set.</value>
    [Input("kubernetes")]
    public Input<ClusterTopologyKubernetesArgs>? Kubernetes { get; set; }

    /// <summary>What runs them, so that the topology is verified again after it was rolled.</summary>
    /// <value>"name@digest of the pod template" each.</value>
    [Input("workloads")]
    public InputList<string> Workloads { get; set; } = new();
}
