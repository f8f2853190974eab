using Pulumi;

namespace RedisInfra.Components.Cluster;

/// <summary>One Redis process of a <see cref="ClusterTopology"/>.</summary>
public sealed class ClusterMemberArgs : ResourceArgs
{
    /// <summary>Its stable name: the pod's.</summary>
    [Input("name", required: true)]
    public Input<string> Name { get; set; } = null!;

    /// <summary>Its shard, counted from 0.</summary>
    [Input("shard", required: true)]
    public Input<int> Shard { get; set; } = null!;

    /// <summary>Its place in the shard; 0 becomes the first master.</summary>
    [Input("index", required: true)]
    public Input<int> Index { get; set; } = null!;

    /// <summary>Its stable DNS name.</summary>
    [Input("host", required: true)]
    public Input<string> Host { get; set; } = null!;

    /// <summary>Its port.</summary>
    [Input("port", required: true)]
    public Input<int> Port { get; set; } = null!;
}
