using Pulumi;

namespace RedisInfra.Components.Cluster;

/// <summary>What a <see cref="ClusterTopology"/> is to be.</summary>
public sealed class ClusterTopologyArgs : ResourceArgs
{
    /// <summary>The cluster's name, for messages and the resource's id.</summary>
    [Input("clusterName", required: true)]
    public Input<string> ClusterName { get; set; } = null!;

    /// <summary>Every member.</summary>
    [Input("members", required: true)]
    public InputList<ClusterMemberArgs> Members { get; set; } = new();

    /// <summary>The password.</summary>
    /// <value>A secret; none unless set.</value>
    [Input("password")]
    public Input<string>? Password { get; set; }

    /// <summary>The ACL user.</summary>
    /// <value>A name; the default user unless set.</value>
    [Input("username")]
    public Input<string>? Username { get; set; }

    /// <summary>TLS towards the members.</summary>
    /// <value>Off unless set.</value>
    [Input("tls")]
    public Input<ClusterTopologyTlsArgs>? Tls { get; set; }

    /// <summary>
    /// The members' cluster-node-timeout, which is shortened while the cluster is formed and then set again.
    /// </summary>
    /// <value>Milliseconds; what the members say unless set.</value>
    [Input("nodeTimeoutMs")]
    public Input<int>? NodeTimeoutMs { get; set; }

    /// <summary>How to reach the members through the Kubernetes API, and what to do with their claims.</summary>
    /// <value>Straight to host:port unless set.</value>
    [Input("kubernetes")]
    public Input<ClusterTopologyKubernetesArgs>? Kubernetes { get; set; }

    /// <summary>What runs the members, so that the topology is verified again after it was rolled.</summary>
    /// <value>"name@digest of the pod template" each.</value>
    [Input("workloads")]
    public InputList<string> Workloads { get; set; } = new();
}
