using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Ring;

/// <summary>What moves when a ring changes. Nothing in it could be left out: the two rings decide.</summary>
/// <param name="Moves">Who gives what to whom; one for each pair of servers.</param>
/// <param name="TotalKeys">Keys of all servers; null when nobody has counted, and then moves have none.</param>
/// <param name="Warnings">What is allowed but worth knowing.</param>
public sealed record RingPlan(ImmutableArray<RingMove> Moves, long? TotalKeys, ImmutableArray<Diagnostic> Warnings)
{
    /// <summary>The part of all hashes that moves: the least that this change of the ring can move.</summary>
    public double Share => Moves.Sum(move => move.Share);

    /// <summary>How many keys move.</summary>
    public long Keys => Moves.Sum(move => move.Keys);

    /// <summary>About how many bytes move.</summary>
    public long Bytes => Moves.Sum(move => move.Bytes);
}
