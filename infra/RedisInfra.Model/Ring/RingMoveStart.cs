using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Ring;

/// <summary>Where a run begins: what the servers note of earlier ones decides.</summary>
public static class RingMoveStart
{
    /// <summary>
    /// What an earlier run of this move came to: the highest phase that any server notes counts, because a phase is
    /// noted everywhere before anything is done that it allows.
    /// </summary>
    /// <param name="fingerprint">This move.</param>
    /// <param name="marks">What servers note; null for nothing.</param>
    /// <param name="isUndo">Whether it is to be undone.</param>
    /// <exception cref="DiagnosticException">It can't begin.</exception>
    public static RingMoveBegun Of(
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
        var ids = marks.Select(one => one.Mark?.Id).Distinct().ToList();
        return new RingMoveBegun(phase, ids.Count == 1 ? ids[0] : null);
    }

    /// <summary>Notes that don't agree, and keys that may be copies or the only ones.</summary>
    public static Diagnostic Doubt(ImmutableArray<(Member Server, RingMoveMark? Mark)> marks) => new(
        "RI3447", "servers " + string.Join(", ", marks.Where(one => one.Mark is not null)
            .Select(one => $"{one.Server.Name} ({Word(one.Mark!.Phase)})")),
        "they note a move of these rings that the other servers don't note, or note another time of it",
        "a server came back from a crash without what it had noted, or with what it had noted long before; which of "
            + "two copies counts can't be told",
        "See which proxies serve. If the old ones do, run it with --drop-strangers. If the new ones do, delete the key "
            + RingMoveMark.Key + " at every server, and what `ring verify` with the new ring's file names");

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
