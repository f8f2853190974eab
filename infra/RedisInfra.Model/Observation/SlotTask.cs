using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Observation;

/// <summary>An atomic slot migration that a server carries out by itself, while it hasn't ended.</summary>
/// <param name="Id">The server's id of it.</param>
/// <param name="Slots">The slots that move.</param>
/// <param name="Source">The node they leave, as far as the server tells.</param>
/// <param name="Destination">The node they go to, as far as the server tells.</param>
/// <param name="State">The server's word for how far it is.</param>
public sealed record SlotTask(
    string Id, SlotSet Slots, NodeId? Source, NodeId? Destination, string State);
