using System.Collections.Immutable;
using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Model.Ring;

namespace RedisInfra.Admin.Ring.Serving;

/// <summary>What servers say of their ring, and what is to be done for the declared one.</summary>
/// <param name="Phase">How far an earlier run's move is that isn't at its end.</param>
/// <param name="Steps">What is to be done.</param>
public sealed record RingView(RingMovePhase Phase, ImmutableArray<RingCourseStep> Steps)
{
    /// <summary>The names of servers that hold keys now, or may.</summary>
    public ImmutableHashSet<string> Standing { get; init; } = [];

    /// <summary>
    /// What is to be done, as a preview shows it: which ways between which rings, as digests. How far a killed run came
    /// isn't in it, nor is a number of keys.
    /// </summary>
    public string Fingerprint => string.Join('+', Steps.Select(step =>
    {
        var rings = RingCourse.Rings(step).ToList();
        return $"{step.GetType().Name}:{RingMover.FingerprintOf(rings[0], rings[^1])}";
    }));

    /// <summary>Whether all that the steps need stands already.</summary>
    public bool CanBegin => Steps.SelectMany(RingCourse.Rings).SelectMany(ring => ring.Servers)
        .All(server => Standing.Contains(server.Name));
}
