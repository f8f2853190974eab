using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Ring;

/// <summary>What one server gives to another when a ring changes.</summary>
/// <param name="From">Who has it.</param>
/// <param name="To">Who gets it.</param>
/// <param name="Share">The part of all hashes, up to 1.</param>
/// <param name="Keys">How many keys.</param>
/// <param name="Bytes">About how much memory they take, in bytes.</param>
/// <param name="Reason">Why.</param>
public sealed record RingMove(Member From, Member To, double Share, long Keys, long Bytes, string Reason);
