using Pulumi;

namespace RedisInfra.Components.Common;

/// <summary>Places that pods must have among the nodes, for <see cref="PreflightArgs"/>.</summary>
public sealed class PreflightPlacesArgs : ResourceArgs
{
    /// <summary>Who is placed, for messages.</summary>
    /// <value>"members", for example.</value>
    [Input("pods", required: true)]
    public Input<string> Pods { get; set; } = null!;

    /// <summary>How many of them.</summary>
    /// <value>1 to 10000.</value>
    [Input("count", required: true)]
    public Input<int> Count { get; set; } = null!;

    /// <summary>The node label whose values count as places.</summary>
    [Input("topologyKey", required: true)]
    public Input<string> TopologyKey { get; set; } = null!;

    /// <summary>
    /// Whether places may be shared, but none may have two pods more than another, as spread constraints with a skew of
    /// 1 have it.
    /// </summary>
    /// <value>false unless set: a place for each.</value>
    [Input("even")]
    public Input<bool>? Even { get; set; }

    /// <summary>Labels that a node must have.</summary>
    /// <value>Key to text; none unless set.</value>
    [Input("nodeSelector")]
    public InputMap<string>? NodeSelector { get; set; }

    /// <summary>Taints that don't keep the pods away.</summary>
    /// <value>None unless set.</value>
    [Input("tolerations")]
    public InputList<PreflightTolerationArgs>? Tolerations { get; set; }
}
