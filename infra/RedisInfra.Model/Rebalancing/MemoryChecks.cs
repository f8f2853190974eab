using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Rebalancing;

/// <summary>
/// Whether destinations have room (hazard 10). Only what a destination gets counts: it gives back memory at no certain
/// time.
/// </summary>
internal static class MemoryChecks
{
    private const int Percent = 100;

    public static IEnumerable<Diagnostic> Refusals(RebalanceDraft draft)
    {
        int percent = draft.Situation.Request.Limits.MaxMemoryPercent;
        foreach (var group in ByDestination(draft))
        {
            if (!draft.Load.Memory.TryGetValue(group.Key, out var memory) || memory.MaxBytes <= 0) continue;
            long moved = group.Sum(move => move.Bytes);
            if ((Int128)(memory.UsedBytes + moved) * Percent < (Int128)memory.MaxBytes * percent) continue;
            string why = memory.Evicts
                ? $"its policy {memory.Policy} would drop keys without a word"
                : "with noeviction the move would fail half way";
            yield return new Diagnostic("RI3206", draft.Situation.Where,
                $"{group.Key} uses {Amounts.Bytes(memory.UsedBytes)} of {Amounts.Bytes(memory.MaxBytes)} (maxmemory) "
                    + $"and is to get {Amounts.Bytes(moved)}",
                $"that is more than {percent} %, and {why}",
                "Raise its maxmemory, add shards, or lower its weight");
        }
    }

    public static IEnumerable<Diagnostic> Warnings(RebalanceDraft draft) =>
        ByDestination(draft).Where(group => group.Any(move => move.Keys > 0)
                && !draft.Load.Memory.ContainsKey(group.Key) && !draft.Situation.Assumed.Contains(group.Key))
            .Select(group => new Diagnostic("RI3226", draft.Situation.Where,
                $"how much memory {group.Key} has isn't known", "whether the moved keys have room can't be said",
                "Allow INFO and CONFIG GET to the user that is given", Severity.Warning));

    private static IEnumerable<IGrouping<string, SlotMove>> ByDestination(RebalanceDraft draft) =>
        draft.Moves.GroupBy(move => move.To.Name, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
}
