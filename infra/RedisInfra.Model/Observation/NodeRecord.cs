using System.Collections.Immutable;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Observation;

/// <summary>One line of <c>CLUSTER NODES</c>: what one node believes about one node.</summary>
/// <param name="Id">The node's id; made up while <see cref="NodeFlags.Handshake"/> is set.</param>
/// <param name="Ip">Its IP; empty when the node that answered does not know its own yet.</param>
/// <param name="Port">The port clients use.</param>
/// <param name="BusPort">The cluster bus' port.</param>
/// <param name="Hostname">The announced host name, or null (from Redis 7 on).</param>
/// <param name="Flags">Its flags.</param>
/// <param name="Master">The master it replicates, or null.</param>
/// <param name="ConfigEpoch">The epoch of its slot claims (for a replica: its master's).</param>
/// <param name="IsConnected">Whether the bus link to it is up.</param>
/// <param name="Slots">The slots it owns.</param>
/// <param name="OpenSlots">Slots in the middle of a move; only for <see cref="NodeFlags.Myself"/>.</param>
public sealed record NodeRecord(
    NodeId Id, string Ip, int Port, int BusPort, string? Hostname, NodeFlags Flags, NodeId? Master, long ConfigEpoch,
    bool IsConnected, SlotSet Slots, ImmutableArray<OpenSlot> OpenSlots)
{
    /// <summary>Whether this is the node that answered.</summary>
    public bool IsMyself => Flags.HasFlag(NodeFlags.Myself);

    /// <summary>Whether it is a master.</summary>
    public bool IsMaster => Flags.HasFlag(NodeFlags.Master);

    /// <summary>Whether it is a replica.</summary>
    public bool IsReplica => Flags.HasFlag(NodeFlags.Replica);

    /// <summary>Whether it is being met, so that its id says nothing.</summary>
    public bool IsHandshake => Flags.HasFlag(NodeFlags.Handshake);

    /// <summary>Whether it is down or suspected to be.</summary>
    public bool IsFailing => (Flags & (NodeFlags.Failed | NodeFlags.PossiblyFailed)) != 0;
}
