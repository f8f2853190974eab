using Pulumi;

namespace RedisInfra.Components.Zookeeper;

/// <summary>An ensemble for a <see cref="ZookeeperDrain"/> and a <see cref="ZookeeperTopology"/>.</summary>
public sealed class ZookeeperActionArgs : ResourceArgs
{
    /// <summary>The ensemble's name, for messages.</summary>
    [Input("ensemble", required: true)]
    public Input<string> Ensemble { get; set; } = null!;

    /// <summary>The servers' stable names, server 1 first: an odd number. The pod's name stands before the first dot.
    /// </summary>
    [Input("servers", required: true)]
    public InputList<string> Servers { get; set; } = new();

    /// <summary>The password of the user super; a secret.</summary>
    [Input("password", required: true)]
    public Input<string> Password { get; set; } = null!;

    /// <summary>Where the pods are.</summary>
    [Input("kubernetes", required: true)]
    public Input<Cluster.ClusterTopologyKubernetesArgs> Kubernetes { get; set; } = null!;
}
