using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Ring;

/// <summary>Where a run begins: what the servers note of earlier ones decides.</summary>
public static class RingMoveStart
{
    /// <summary>
    /// The phase that an earlier run of this move came to: the highest that any server notes, because a phase is noted
    /// everywhere before anything is done that it allows.
    /// </summary>
    /// <param name="fingerprint">This move.</param>
    /// <param name="marks">What servers note; null for nothing.</param>
    /// <param name="isUndo">Whether it is to be undone.</param>
    /// <exception cref="DiagnosticException">It can't begin.</exception>
    public static RingMovePhase Of(
        string fingerprint, ImmutableArray<(Member Server, RingMoveMark? Mark)> marks, bool isUndo)
    {
        var others = marks.Where(one => one.Mark is { } mark && mark.Fingerprint != fingerprint).ToList();
        if (others.Count > 0)
        {
            throw new DiagnosticException(others.GroupBy(one => one.Mark!.Fingerprint).Select(same => new Diagnostic(
                "RI3444", "servers " + string.Join(", ", same.Select(one => one.Server.Name)),
                $"another move has begun there ({same.Key}, {Word(same.Max(one => one.Mark!.Phase))})",
                "two at the same time would take one another's keys for strangers",
                "Run that one again with its own --from and --to, to its end or with --undo")).ToList());
        }
        var phase = marks.Max(one => one.Mark?.Phase ?? RingMovePhase.None);
        if (isUndo && phase == RingMovePhase.Switched)
        {
            throw new DiagnosticException(new Diagnostic(
                "RI3446", "servers " + string.Join(", ", marks
                    .Where(one => one.Mark is { Phase: RingMovePhase.Switched }).Select(one => one.Server.Name)),
                "the new proxies may serve already", "what clients wrote through them would be lost",
                "Run it again without --undo, to its end; then move back with --from and --to exchanged"));
        }
        return phase;
    }

    /// <summary>A phase in messages and in marks.</summary>
    public static string Word(RingMovePhase phase) => phase switch
    {
        RingMovePhase.Copying => "copying",
        RingMovePhase.Stopping => "stopping",
        RingMovePhase.Switched => "switched",
        _ => "not begun",
    };

    /// <summary>The phase of a mark; of one that nobody knows, the one that allows least to be undone.</summary>
    public static RingMovePhase Read(string word) => word switch
    {
        "copying" => RingMovePhase.Copying,
        "stopping" => RingMovePhase.Stopping,
        _ => RingMovePhase.Switched,
    };
}
