using Pulumi;

namespace RedisInfra.Components.Common;

/// <summary>What is done with some kinds of objects, as a rule of a Role says it.</summary>
public sealed class PreflightRuleArgs : ResourceArgs
{
    /// <summary>The API group.</summary>
    /// <value>The core group unless set.</value>
    [Input("group")]
    public Input<string>? Group { get; set; }

    /// <summary>The kinds' plural names, with "/subresource" where one is meant.</summary>
    [Input("resources", required: true)]
    public InputList<string> Resources { get; set; } = new();

    /// <summary>get, list, watch, create, patch, …</summary>
    [Input("verbs", required: true)]
    public InputList<string> Verbs { get; set; } = new();

    /// <summary>Whether objects of these kinds have no namespace.</summary>
    /// <value>false unless set.</value>
    [Input("clusterWide")]
    public Input<bool>? ClusterWide { get; set; }
}
