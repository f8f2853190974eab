using System.Collections.Immutable;
using RedisInfra.Model.Ring;

namespace RedisInfra.Admin.Ring.Serving;

/// <summary>What servers say of their ring, and what is to be done for the declared one.</summary>
/// <param name="Phase">How far an earlier run's move is that isn't at its end.</param>
/// <param name="Steps">What is to be done.</param>
public sealed record RingView(RingMovePhase Phase, ImmutableArray<RingCourseStep> Steps)
{
    /// <summary>The names of servers that hold keys now, or may.</summary>
    public ImmutableHashSet<string> Standing { get; init; } = [];

    /// <summary>Whether all that the steps need stands already.</summary>
    public bool CanBegin => Steps.SelectMany(RingCourse.Rings).SelectMany(ring => ring.Servers)
        .All(server => Standing.Contains(server.Name));
}
