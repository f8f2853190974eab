using Pulumi;

namespace RedisInfra.Components.Cluster;

/// <summary>What a <see cref="ClusterDrain"/> is to be.</summary>
public sealed class ClusterDrainArgs : ResourceArgs
{
    /// <summary>The cluster's name, for messages and the resource's id.</summary>
    [Input("clusterName", required: true)]
    public Input<string> ClusterName { get; set; } = null!;

    /// <summary>Every member that stays or comes. Those of the last deployment that aren't among them leave.</summary>
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

    /// <summary>How to reach the members through the Kubernetes API.</summary>
    /// <value>Straight to host:port unless set.</value>
    [Input("kubernetes")]
    public Input<ClusterTopologyKubernetesArgs>? Kubernetes { get; set; }
}
