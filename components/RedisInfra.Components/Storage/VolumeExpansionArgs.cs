using Pulumi;
using RedisInfra.Components.Cluster;

namespace RedisInfra.Components.Storage;

/// <summary>Claims for <see cref="VolumeExpansion"/>.</summary>
public sealed class VolumeExpansionArgs : ResourceArgs
{
    /// <summary>The StatefulSet's name, or that of what uses the claims.</summary>
    [Input("workload", required: true)]
    public Input<string> Workload { get; set; } = null!;

    /// <summary>Which cluster, and the claims' namespace.</summary>
    [Input("kubernetes", required: true)]
    public Input<ClusterTopologyKubernetesArgs> Kubernetes { get; set; } = null!;

    /// <summary>The StatefulSet's pods: each has a claim of every template.</summary>
    /// <value>None for claims that are objects of their own, and not a StatefulSet's.</value>
    [Input("pods")]
    public InputList<string> Pods { get; set; } = new();

    /// <summary>The claim templates, or the claims.</summary>
    [Input("claims", required: true)]
    public InputList<VolumeExpansionClaimArgs> Claims { get; set; } = new();
}
