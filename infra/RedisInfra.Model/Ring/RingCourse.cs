using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Ring;

/// <summary>
/// From what servers say to the declared ring. What was begun is ended, or given up when its ring isn't wanted any more
/// and nobody serves it yet.
/// </summary>
public static class RingCourse
{
    /// <summary>The steps; none when the declared ring is served.</summary>
    /// <param name="where">The pool, for messages.</param>
    /// <param name="fence">What servers say; null when none says anything.</param>
    /// <param name="begun">The move that servers note, if any: its <see cref="RingMoveText"/> fingerprint.</param>
    /// <param name="phase">How far it is.</param>
    /// <param name="target">The declared ring.</param>
    /// <param name="fingerprint">The fingerprint of a move.</param>
    /// <exception cref="DiagnosticException">A move was begun that nobody knows.</exception>
    public static ImmutableArray<RingCourseStep> Of(
        string where, RingFence? fence, string? begun, RingMovePhase phase, RingPool target,
        Func<RingPool, RingPool, string> fingerprint)
    {
        if (begun is null)
        {
            if (fence is null) return [new RingCourseStep.Serve(target)];
            bool isThere = Same(fence.Ring, target);
            if (isThere && fence is { IsClosed: false, Other: null }) return [];
            // Closed without a note: a move was given up, and its end wasn't reached.
            ImmutableArray<RingCourseStep> open =
                fence.IsClosed || isThere ? [new RingCourseStep.Serve(fence.Ring)] : [];
            return isThere ? open : open.Add(new RingCourseStep.Move(fence.Ring, target));
        }

        if (fence?.Other is not { } other) throw Stranger(where, begun);
        var (from, to) = fingerprint(fence.Ring, other) == begun ? (fence.Ring, other)
            : fingerprint(other, fence.Ring) == begun ? (other, fence.Ring) : throw Stranger(where, begun);
        RingCourseStep first = phase == RingMovePhase.Switched || Same(to, target)
            ? new RingCourseStep.Move(from, to) : new RingCourseStep.GiveUp(from, to);
        var served = first is RingCourseStep.Move ? to : from;
        return Same(served, target) ? [first] : [first, new RingCourseStep.Move(served, target)];
    }

    /// <summary>Whether two rings put every key at the same server by its name, whatever its address.</summary>
    public static bool Same(RingPool one, RingPool other) =>
        RingMoveText.Of(one, other) == RingMoveText.Of(one, one)
        && one.Servers.Select(server => server.Endpoint).Order(StringComparer.Ordinal)
            .SequenceEqual(other.Servers.Select(server => server.Endpoint).Order(StringComparer.Ordinal));

    /// <summary>Every ring that steps need the servers of.</summary>
    public static IEnumerable<RingPool> Rings(RingCourseStep step) => step switch
    {
        RingCourseStep.Move move => [move.From, move.To],
        RingCourseStep.GiveUp up => [up.From, up.To],
        RingCourseStep.Serve serve => [serve.Ring],
        _ => [],
    };

    private static DiagnosticException Stranger(string where, string begun) => new(new Diagnostic(
        "RI3463", where, $"its shards note a move ({begun}) that isn't this deployment's",
        "what `ring rebalance` or somebody else began isn't known here, and two moves would lose keys",
        "End that move, or give it up, with the command that began it; then run up again"));
}
