using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Observation;

/// <summary>A slot in the middle of a move, as the node itself says; peers don't know of it.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Direction">Which way its keys go.</param>
/// <param name="Peer">The node at the other end.</param>
public sealed record OpenSlot(int Slot, OpenSlotDirection Direction, NodeId Peer);
