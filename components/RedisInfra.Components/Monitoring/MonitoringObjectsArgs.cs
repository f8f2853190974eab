using Pulumi;

namespace RedisInfra.Components.Monitoring;

/// <summary>Objects for <see cref="MonitoringObjects"/>.</summary>
public sealed class MonitoringObjectsArgs : ResourceArgs
{
    /// <summary>Whose objects they are, for messages.</summary>
    [Input("component", required: true)]
    public Input<string> Component { get; set; } = null!;

    /// <summary>The Kubernetes cluster.</summary>
    [Input("kubernetes", required: true)]
    public Input<Cluster.ClusterTopologyKubernetesArgs> Kubernetes { get; set; } = null!;

    /// <summary>The objects, as JSON: apiVersion, kind, metadata with a name and a namespace, and the rest.</summary>
    [Input("objects", required: true)]
    public InputList<string> Objects { get; set; } = new();

    /// <summary>Whether a cluster that doesn't serve all of their kinds is refused.</summary>
    /// <value>false unless set.</value>
    [Input("required")]
    public Input<bool>? Required { get; set; }
}
