using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Migration;

/// <summary>A master that holds keys of an open slot and neither owns nor imports nor gets it.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Member">The master.</param>
/// <param name="Owner">Who owns the slot, by the highest config epoch.</param>
public sealed record OpenSlotBystander(int Slot, Member Member, Member Owner);
