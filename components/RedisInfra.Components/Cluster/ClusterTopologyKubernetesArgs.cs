using Pulumi;

namespace RedisInfra.Components.Cluster;

/// <summary>The Kubernetes side of a <see cref="ClusterTopology"/>.</summary>
public sealed class ClusterTopologyKubernetesArgs : ResourceArgs
{
    /// <summary>The namespace of the members' pods.</summary>
    [Input("namespace", required: true)]
    public Input<string> Namespace { get; set; } = null!;

    /// <summary>The kubeconfig's context.</summary>
    /// <value>The current one unless set.</value>
    [Input("context")]
    public Input<string>? Context { get; set; }

    /// <summary>The path of the kubeconfig.</summary>
    /// <value>KUBECONFIG or ~/.kube/config unless set.</value>
    [Input("kubeconfig")]
    public Input<string>? Kubeconfig { get; set; }

    /// <summary>The label selector of the members' claims.</summary>
    /// <value>No claims unless set.</value>
    [Input("claimSelector")]
    public Input<string>? ClaimSelector { get; set; }

    /// <summary>What becomes of them on delete.</summary>
    /// <value>"retain" (unless set) or "delete".</value>
    [Input("claimPolicy")]
    public Input<string>? ClaimPolicy { get; set; }

    /// <summary>The folder of an NFS server that has the members' folders. They stay, and it is said where they are.
    /// </summary>
    /// <value>"server:/path"; none unless set.</value>
    [Input("filesAt")]
    public Input<string>? FilesAt { get; set; }
}
