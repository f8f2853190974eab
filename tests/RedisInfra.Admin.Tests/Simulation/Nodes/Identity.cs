using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Nodes;

/// <summary>A node's id. A hard reset gives a node another one.</summary>
internal sealed class Identity(int index, string text, SimulatedNode node)
{
    /// <summary>Its number among all ids of a run.</summary>
    public int Index { get; } = index;

    public string Text { get; } = text;

    public NodeId Id { get; } = NodeId.Parse(text);

    public SimulatedNode Node { get; } = node;

    public override string ToString() => Node.Member.Name;
}
