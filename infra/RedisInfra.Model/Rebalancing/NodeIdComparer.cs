using System.Runtime.InteropServices;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Rebalancing;

/// <summary>
/// Node ids are random digits, so a few of them hash as well as all 40. With 1,000 nodes there are a million records
/// to look up.
/// </summary>
internal sealed class NodeIdComparer : IEqualityComparer<NodeId>
{
    public static NodeIdComparer Instance { get; } = new();

    public bool Equals(NodeId x, NodeId y) => string.Equals(x.Value, y.Value, StringComparison.Ordinal);

    public int GetHashCode(NodeId id)
    {
        if (id.Value.Length != NodeId.Length) return 0;
        var words = MemoryMarshal.Cast<char, ulong>(id.Value.AsSpan());
        return (words[0] * 31 + words[^1] * 2654435761 + words[^2]).GetHashCode();
    }
}
