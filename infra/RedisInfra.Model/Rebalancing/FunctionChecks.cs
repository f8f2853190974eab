using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Rebalancing;

/// <summary>Functions aren't carried by joining or by moving slots (hazard 13, redis #11780).</summary>
internal static class FunctionChecks
{
    public static IEnumerable<Diagnostic> Refusals(RebalanceDraft draft)
    {
        if (draft.Moves.IsEmpty) yield break;
        var sets = Loaded(draft).GroupBy(party => party.View!.FunctionsDigest, StringComparer.Ordinal).ToList();
        if (sets.Count < 2) yield break;
        yield return new Diagnostic("RI3208", draft.Situation.Where,
            $"{sets[0].First().Name} and {sets[1].First().Name} have different functions loaded",
            "a cluster's masters need the same ones and nothing tells which are right",
            "Load the same functions on all masters (FUNCTION LOAD REPLACE) and run again");
    }

    /// <summary>Every master that stays and has none gets those of the others.</summary>
    public static ImmutableArray<FunctionCopy> Copies(RebalanceDraft draft)
    {
        var from = Loaded(draft).FirstOrDefault();
        if (from is null) return [];
        return
        [
            .. draft.Situation.Parties
                .Where(party => party.Shard is not null && party.View?.FunctionsDigest is null or "")
                .OrderBy(party => party.Name, StringComparer.Ordinal)
                .Select(party => new FunctionCopy(from.Member, party.Member)),
        ];
    }

    private static IEnumerable<Party> Loaded(RebalanceDraft draft) => draft.Situation.Parties
        .Where(party => party.View is { FunctionsDigest.Length: > 0 })
        .OrderBy(party => party.Name, StringComparer.Ordinal);
}
