using System.Collections.Immutable;
using RedisInfra.Model.Departure;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;

namespace RedisInfra.Admin.Departure;

/// <summary>What letting members leave takes.</summary>
/// <param name="Departure">The steps, or why there are none.</param>
/// <param name="Moves">
/// The slots that move, as they will be when shards have been handed over; balanced when nothing moves.
/// </param>
/// <param name="Fingerprint">Of the masters that own slots: <see cref="ClusterFingerprint.OfOwners"/>.</param>
public sealed record DrainPlan(DepartureResult Departure, RebalanceResult Moves, string Fingerprint)
{
    /// <summary>Whether somebody gave no answer, so that looking again at once is of no use.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Why it must not be done; empty when it may.</summary>
    public ImmutableArray<Diagnostic> Refusals =>
    [
        .. ((Departure as DepartureResult.Refused)?.Diagnostics ?? [])
            .Concat((Moves as RebalanceResult.Refused)?.Diagnostics ?? []).DistinctBy(found => found.ToString()),
    ];
}
