using System.Collections.Immutable;

namespace RedisInfra.Model.Ring;

/// <summary>Plans what moves when a ring changes.</summary>
public static class RingPlanner
{
    /// <summary>The plan for a change.</summary>
    /// <param name="from">The pool as it is.</param>
    /// <param name="to">The pool as it is to be.</param>
    /// <param name="load">What servers hold, for the change of these two; null when nobody has counted.</param>
    public static RingResult Plan(RingPool from, RingPool to, RingLoad? load)
    {
        var refusals = RingChecks.Refusals(from, to);
        if (!refusals.IsEmpty) return new RingResult.Refused(refusals);
        var change = RingChange.Of(from, to);
        var moves = change.Shares().Select(share => Move(change, share, load)).ToImmutableArray();
        var warnings = RingWarnings.Of(from, to, change, moves, load);
        return moves.IsEmpty
            ? new RingResult.Same(warnings)
            : new RingResult.Steps(new RingPlan(moves, load?.TotalKeys, warnings));
    }

    private static RingMove Move(RingChange change, RingShare share, RingLoad? load)
    {
        var (from, to) = (change.Members[share.Old], change.Members[share.Young]);
        long keys = load?.Moves.GetValueOrDefault((share.Old, share.Young)) ?? 0;
        long bytes = load is null ? 0 : (long)(load.BytesPerKey(share.Old) * keys);
        bool isLeaving = change.Staying.All(member => member != from);
        bool isNew = change.Old.Servers.All(server => server.Name != to.Name && server.Endpoint != to.Endpoint);
        string reason = isLeaving ? $"{from.Name} leaves the ring"
            : isNew ? $"{to.Name} joins the ring"
            : "its place in the ring changes";
        return new RingMove(from, to, share.Part, keys, bytes, reason);
    }
}
