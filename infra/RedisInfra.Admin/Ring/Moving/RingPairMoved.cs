using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>What went from one server to another.</summary>
/// <param name="From">Who had it.</param>
/// <param name="To">Who has it now.</param>
/// <param name="Keys">Keys that one gave and the other has.</param>
/// <param name="Bytes">Memory that was copied by this run, in bytes.</param>
public sealed record RingPairMoved(Member From, Member To, long Keys, long Bytes);
