using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
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
    /// A digest of what is to be done, as a preview shows it: which ways between which rings. How far a killed run came
    /// isn't in it, nor is a number of keys.
    /// </summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(
        Steps.SelectMany(step => RingCourse.Rings(step).Select(ring => RingMoveText.Of(ring, ring))
            .Prepend($"{step.GetType().Name}\n"))))))[..16];

    /// <summary>Whether all that the steps need stands already.</summary>
    public bool CanBegin => Steps.SelectMany(RingCourse.Rings).SelectMany(ring => ring.Servers)
        .All(server => Standing.Contains(server.Name));
}
