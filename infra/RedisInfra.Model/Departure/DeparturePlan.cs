using System.Collections.Immutable;
using RedisInfra.Model.Formation;
using RedisInfra.Model.Health;
using RedisInfra.Model.Observation;

namespace RedisInfra.Model.Departure;

/// <summary>
/// Plans how members leave a cluster that stands. Pure, and made from the nodes' own words alone: an earlier run that
/// was killed anywhere left nothing that has to be remembered.
/// </summary>
public static class DeparturePlan
{
    /// <summary>What has to be done.</summary>
    /// <param name="observed">One view for each of the request's members, in their order.</param>
    /// <param name="request">Who stays and who leaves.</param>
    /// <param name="cleared">
    /// Names of members that were reset in this run. No node tells what its files hold, so a new run resets once more.
    /// </param>
    /// <exception cref="InvalidOperationException">The views aren't the request's members' (a bug in the
    /// caller).</exception>
    public static DepartureResult Plan(
        ObservedCluster observed, DepartureRequest request, IReadOnlySet<string>? cleared = null)
    {
        var expected = request.Members.Select(member => member.Name);
        if (!observed.Views.Select(view => view.Member.Name).SequenceEqual(expected, StringComparer.Ordinal))
            throw new InvalidOperationException("bug in RedisInfra: the views aren't those of the request, in order");
        if (request.Leaving.IsEmpty && request.Changing.IsEmpty) return new DepartureResult.Gone([]);
        var denied = FormationChecks.Denied(observed, request.Staying);
        if (denied.Length > 0) return new DepartureResult.Refused(denied);
        var situation = DepartureSituation.Of(observed, request);
        if (IsUnformed(situation)) return new DepartureResult.Gone([.. situation.Silent.Select(view => view.Member)]);
        if (Silent(situation) is { } silent) return new DepartureResult.NotReady(silent);
        var refused = DepartureChecks.Refusals(situation);
        if (refused.Length > 0) return new DepartureResult.Refused(refused);
        if (DepartureChecks.Unsettled(situation) is { } unsettled) return new DepartureResult.NotReady(unsettled);
        if (DepartureChecks.Holding(situation) is { } view)
        {
            return new DepartureResult.NotReady(
                $"{view.Member.Name} owns no slot any more and still holds {view.KeyCount} key(s)") { Holding = view };
        }

        var steps = DepartureStepBuilder.Build(situation, cleared ?? ImmutableHashSet<string>.Empty);
        if (steps.IsEmpty) return new DepartureResult.Gone([.. situation.Silent.Select(view => view.Member)]);
        if (DepartureStepBuilder.Waiting(situation, steps) is { } waiting) return new DepartureResult.NotReady(waiting);
        return new DepartureResult.Steps(steps);
    }

    /// <summary>
    /// Everybody who answers, and somebody who stays is among them, is a fresh node: there never was a cluster, so
    /// members that never started can go.
    /// </summary>
    private static bool IsUnformed(DepartureSituation situation) => !situation.Staying.IsEmpty
        && situation.Observed.Live.All(view => view.Records.Length == 1 && view.KeyCount == 0
            && view.Self is { IsMaster: true, Slots.IsEmpty: true });

    /// <summary>
    /// Those that stay must answer; one that leaves must unless it is gone, and then it isn't loading.
    /// </summary>
    private static string? Silent(DepartureSituation situation)
    {
        var leaving = situation.Request.Leaving.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        var silent = situation.Observed.Silent.Where(view =>
            !leaving.Contains(view.Member.Name) || view.Reason != SilentReason.Unreachable).ToList();
        return silent.Count == 0 ? null : string.Join("; ", silent.Select(view =>
            $"{view.Member.Name} {ClusterHealth.Words(view.Reason)} ({view.Detail})"));
    }
}
