using Pulumi;
using RedisInfra.Components.Cluster;

namespace RedisInfra.Components.Common;

/// <summary>What a component's objects need from the Kubernetes cluster.</summary>
public sealed class PreflightArgs : ResourceArgs
{
    /// <summary>The component, for messages.</summary>
    /// <value>RedisCluster "cache", for example.</value>
    [Input("subject", required: true)]
    public Input<string> Subject { get; set; } = null!;

    /// <summary>Which cluster, and the objects' namespace.</summary>
    [Input("kubernetes", required: true)]
    public Input<ClusterTopologyKubernetesArgs> Kubernetes { get; set; } = null!;

    /// <summary>
    /// The client Service, which is made last: a component that has it stands.
    /// </summary>
    /// <value>None unless set.</value>
    [Input("service")]
    public Input<string>? Service { get; set; }

    /// <summary>Whether the same program makes the namespace, so that it need not exist yet.</summary>
    /// <value>false unless set.</value>
    [Input("namespaceDeclared")]
    public Input<bool>? NamespaceDeclared { get; set; }

    /// <summary>The images.</summary>
    /// <value>None unless set.</value>
    [Input("images")]
    public InputList<PreflightImageArgs> Images { get; set; } = new();

    /// <summary>
    /// What can't change while the component stands, by the component's argument: its data would be left behind.
    /// </summary>
    /// <value>None unless set.</value>
    [Input("lasting")]
    public InputMap<string> Lasting { get; set; } = new();

    /// <summary>The storage classes of which volumes are claimed.</summary>
    /// <value>None unless set.</value>
    [Input("claims")]
    public InputList<PreflightClaimArgs> Claims { get; set; } = new();

    /// <summary>The places that pods must have among the nodes.</summary>
    /// <value>None unless set.</value>
    [Input("places")]
    public InputList<PreflightPlacesArgs> Places { get; set; } = new();

    /// <summary>Node ports that Services are to have.</summary>
    /// <value>None unless set.</value>
    [Input("nodePorts")]
    public InputList<PreflightNodePortArgs> NodePorts { get; set; } = new();

    /// <summary>What is done with which kinds; each right is asked for.</summary>
    /// <value>None unless set.</value>
    [Input("rules")]
    public InputList<PreflightRuleArgs> Rules { get; set; } = new();
}
