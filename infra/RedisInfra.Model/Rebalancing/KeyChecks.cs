using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;

namespace RedisInfra.Model.Rebalancing;

/// <summary>Keys so big that moving one with MIGRATE blocks both ends for long (hazard 9).</summary>
internal static class KeyChecks
{
    private const int MillisecondsPerSecond = 1000;

    /// <summary>
    /// What each slot costs to move, in bytes; a slot that can't be moved costs far more than any other.
    /// </summary>
    public static long[] Costs(RebalanceSituation situation, ClusterLoad load, MigrationMethod method)
    {
        long[] costs = [.. load.Slots.Select(slot => slot.Bytes)];
        if (method != MigrationMethod.Windows) return costs;
        long limit = Limit(situation);
        foreach (var key in load.BigKeys.Where(key => key.Bytes > limit))
            costs[key.Slot] = RebalanceDefaults.TooBigBytes;
        return costs;
    }

    public static IEnumerable<Diagnostic> Refusals(RebalanceDraft draft)
    {
        if (draft.Method != MigrationMethod.Windows) yield break;
        foreach (var key in TooBig(draft))
        {
            yield return new Diagnostic("RI3207", draft.Situation.Where,
                $"key {key.Name} of slot {key.Slot} at {key.Member} takes {Amounts.Bytes(key.Bytes)} and would have to "
                    + "move",
                $"MIGRATE of more than {Amounts.Bytes(Limit(draft.Situation))} may block both ends until one is "
                    + "failed over",
                "Split or delete the key, raise cluster-node-timeout, or allow bigger keys");
        }
    }

    public static IEnumerable<Diagnostic> Warnings(RebalanceDraft draft)
    {
        if (draft.Method == MigrationMethod.Windows) yield break;
        foreach (var key in TooBig(draft))
        {
            yield return new Diagnostic("RI3220", draft.Situation.Where,
                $"key {key.Name} of slot {key.Slot} at {key.Member} takes {Amounts.Bytes(key.Bytes)} and is to move",
                "while it is sent and loaded, clients of both ends may wait", "Nothing has to be done",
                Severity.Warning);
        }
    }

    /// <summary>The biggest key that may be moved with MIGRATE, in bytes.</summary>
    private static long Limit(RebalanceSituation situation)
    {
        var limits = situation.Request.Limits;
        if (limits.MaxKeyBytes is { } bytes) return bytes;
        long timeoutMs = situation.Parties.Select(party => party.View?.NodeTimeoutMs ?? 0).Where(ms => ms > 0)
            .DefaultIfEmpty(Formation.FormationDefaults.NodeTimeoutMs).Min();
        return timeoutMs / RebalanceDefaults.NodeTimeoutParts * limits.BytesPerSecond / MillisecondsPerSecond;
    }

    private static IEnumerable<BigKey> TooBig(RebalanceDraft draft)
    {
        long limit = Limit(draft.Situation);
        var moved = draft.Moves.ToLookup(move => move.From.Name, move => move.Slots, StringComparer.Ordinal);
        return draft.Load.BigKeys
            .Where(key => key.Bytes > limit && moved[key.Member].Any(slots => slots.Contains(key.Slot)))
            .OrderByDescending(key => key.Bytes).ThenBy(key => key.Slot)
            .ThenBy(key => key.Name, StringComparer.Ordinal);
    }
}
