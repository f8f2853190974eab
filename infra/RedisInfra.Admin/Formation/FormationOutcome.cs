using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Formation;
using RedisInfra.Model.Observation;

namespace RedisInfra.Admin.Formation;

/// <summary>A cluster that stands.</summary>
/// <param name="Observed">What every member said at the end: they agree.</param>
/// <param name="Done">The steps that were taken; none when it stood already.</param>
/// <param name="IsResumed">Whether an earlier run had begun.</param>
/// <param name="Differences">What differs from a new cluster without being wrong.</param>
/// <param name="Elapsed">From the first look at members that all answered, to their agreement.</param>
public sealed record FormationOutcome(
    ObservedCluster Observed, ImmutableArray<FormationStep> Done, bool IsResumed,
    ImmutableArray<Diagnostic> Differences, TimeSpan Elapsed)
{
    /// <summary>Whether the cluster stood before, so that nothing was formed.</summary>
    public bool IsAdopted => !IsResumed && !Done.Any(step => step is FormationStep.AddSlots or FormationStep.Meet);
}
