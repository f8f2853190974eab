using System.Collections.Immutable;
using RedisInfra.Model.Departure;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Departure;

/// <summary>Members have left: nobody knows them, they own nothing and hold nothing.</summary>
/// <param name="Observed">What every member said at the end.</param>
/// <param name="Done">The steps that were taken.</param>
/// <param name="Moves">The slots that moved, with the keys and bytes that really did.</param>
/// <param name="Unreached">Members that don't answer, so that nothing was done about their disks.</param>
/// <param name="Elapsed">From the first look to the last.</param>
public sealed record DrainOutcome(
    ObservedCluster Observed, ImmutableArray<DepartureStep> Done, ImmutableArray<SlotMove> Moves,
    ImmutableArray<Member> Unreached, TimeSpan Elapsed)
{
    /// <summary>What moved, in all.</summary>
    public MoveTotals Totals => MoveTotals.Of(Moves);
}
