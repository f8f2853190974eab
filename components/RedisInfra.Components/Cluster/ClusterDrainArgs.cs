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

    /// <summary>
    /// Whether members that stand keep the shards that they have, and only new ones, or those for whom there is no
    /// place any more, are given one: for names that don't tell the shard, such as those of one StatefulSet's pods.
    /// Take the members of a <see cref="ClusterTopology"/> from <see cref="ClusterDrain.Members"/> then.
    /// </summary>
    /// <value>False unless set.</value>
    [Input("keepsShards")]
    public Input<bool>? KeepsShards { get; set; }

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
