using Pulumi;

namespace RedisInfra.Components.Cluster;

/// <summary>
/// What the objects around a <see cref="ClusterTopology"/> need from the Kubernetes cluster. It is looked at before
/// anything is made, and only what is new is; a change of it alone changes nothing.
/// </summary>
public sealed class ClusterTopologyPreflightArgs : ResourceArgs
{
    /// <summary>The client Service: a node port that it holds already is no clash.</summary>
    [Input("service")]
    public Input<string>? Service { get; set; }

    /// <summary>Whether the same program makes the namespace, so that it need not exist yet.</summary>
    /// <value>false unless set.</value>
    [Input("namespaceDeclared")]
    public Input<bool>? NamespaceDeclared { get; set; }

    /// <summary>Whether the members claim volumes of a storage class.</summary>
    /// <value>false unless set.</value>
    [Input("claims")]
    public Input<bool>? Claims { get; set; }

    /// <summary>That class.</summary>
    /// <value>A name, or "" for volumes without a class; the default class unless set.</value>
    [Input("storageClass")]
    public Input<string>? StorageClass { get; set; }

    /// <summary>Whether members may share a place.</summary>
    /// <value>"required": they may not; "preferred" (unless set).</value>
    [Input("spread")]
    public Input<string>? Spread { get; set; }

    /// <summary>The node label whose values count as places.</summary>
    [Input("topologyKey")]
    public Input<string>? TopologyKey { get; set; }

    /// <summary>How many members may not share a place.</summary>
    [Input("membersApart")]
    public Input<int>? MembersApart { get; set; }

    /// <summary>Labels that a node must have.</summary>
    /// <value>Key to text; none unless set.</value>
    [Input("nodeSelector")]
    public InputMap<string>? NodeSelector { get; set; }

    /// <summary>Taints that don't keep the pods away.</summary>
    /// <value>None unless set.</value>
    [Input("tolerations")]
    public InputList<ClusterTolerationArgs>? Tolerations { get; set; }

    /// <summary>Node ports that the client Service is to have.</summary>
    /// <value>None unless set.</value>
    [Input("nodePorts")]
    public InputList<int>? NodePorts { get; set; }

    /// <summary>The image.</summary>
    [Input("image")]
    public Input<string>? Image { get; set; }

    /// <summary>What is done with which kinds; each right is asked for.</summary>
    /// <value>None unless set.</value>
    [Input("rules")]
    public InputList<ClusterAccessRuleArgs>? Rules { get; set; }
}
