using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Rebalancing;

/// <summary>Slots that go from one master to another.</summary>
/// <param name="From">The member that owns them.</param>
/// <param name="To">The member that is to own them.</param>
/// <param name="Slots">Which.</param>
/// <param name="Keys">How many keys they held when the plan was made.</param>
/// <param name="Bytes">How much memory those took, in bytes.</param>
/// <param name="Reason">Why, as a clause.</param>
public sealed record SlotMove(Member From, Member To, SlotSet Slots, long Keys, long Bytes, string Reason);
