using System.Collections.Immutable;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;

namespace RedisInfra.Admin.Migration;

/// <summary>Slots are where they belong.</summary>
/// <param name="Observed">What every member said at the end.</param>
/// <param name="Moves">What moved, with the keys and bytes that really did.</param>
/// <param name="Resumed">How many slots an earlier, stopped move had left open.</param>
/// <param name="Elapsed">From the first look to the last.</param>
public sealed record RebalanceOutcome(
    ObservedCluster Observed, ImmutableArray<SlotMove> Moves, int Resumed, TimeSpan Elapsed)
{
    /// <summary>What moved, in all.</summary>
    public MoveTotals Totals => MoveTotals.Of(Moves);
}
