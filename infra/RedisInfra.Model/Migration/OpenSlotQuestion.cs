using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Migration;

/// <summary>A count that is needed before anything is done with an open slot.</summary>
/// <param name="Member">Whom to ask.</param>
/// <param name="Slot">Of which slot: <c>CLUSTER COUNTKEYSINSLOT</c>.</param>
public readonly record struct OpenSlotQuestion(Member Member, int Slot);
