using Pulumi;

namespace RedisInfra.Components.Cluster;

/// <summary>
/// How the redisinfra provider reaches the members: through port-forwards of this cluster's API server. Give it what
/// the
/// Kubernetes provider has been given. Inside a pod the members are reached directly.
/// </summary>
public sealed class KubernetesAccessArgs : ResourceArgs
{
    /// <summary>The kubeconfig's context.</summary>
    /// <value>A name; the current context unless set.</value>
    public Input<string>? Context { get; set; }

    /// <summary>The kubeconfig.</summary>
    /// <value>A path; KUBECONFIG or ~/.kube/config unless set.</value>
    public Input<string>? Kubeconfig { get; set; }

    /// <summary>What the provider's resources take.</summary>
    internal ClusterTopologyKubernetesArgs In(Output<string> ns) =>
        new() { Namespace = ns, Context = Context, Kubeconfig = Kubeconfig };
}
