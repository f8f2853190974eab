using System.Collections.Immutable;
using RedisInfra.Model.Ring;

namespace RedisInfra.Admin.Ring.Serving;

/// <summary>What servers say of their ring, and what is to be done for the declared one.</summary>
/// <param name="Served">The ring that is served, or was until it was closed; null when none ever was.</param>
/// <param name="Phase">How far an earlier run's move is that isn't at its end.</param>
/// <param name="Steps">What is to be done.</param>
public sealed record RingView(RingPool? Served, RingMovePhase Phase, ImmutableArray<RingCourseStep> Steps)
{
    /// <summary>The names of servers that hold keys now, or may.</summary>
    public ImmutableHashSet<string> Standing { get; init; } = [];

    /// <summary>Whether all that the steps need stands already.</summary>
    public bool CanBegin => Steps.SelectMany(RingCourse.Rings).SelectMany(ring => ring.Servers)
        .All(server => Standing.Contains(server.Name));

    /// <summary>The rings between which keys move, in order; empty when none does.</summary>
    public IEnumerable<RingCourseStep.Move> Moves => Steps.OfType<RingCourseStep.Move>();
}
