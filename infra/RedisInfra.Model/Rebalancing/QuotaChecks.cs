using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Rebalancing;

/// <summary>Whether every shard that is to own slots gets some, and nothing is in a destination's way.</summary>
internal static class QuotaChecks
{
    public static IEnumerable<Diagnostic> Refusals(RebalanceDraft draft)
    {
        var parties = draft.Situation.Parties;
        for (int i = 0; i < parties.Length; i++)
        {
            if (parties[i].Shard is not { } shard || draft.Quotas.Of[i] > 0 || shard.Weight == 0) continue;
            yield return new Diagnostic("RI3210", draft.Situation.Where,
                $"shard {shard.Index} has weight {shard.Weight}",
                "its part of 16384 slots is less than one, and a master without slots is none",
                "Raise its weight or lower the others'");
        }
        foreach (var party in parties.Where(party =>
            party is { Weight: > 0, View.KeyCount: > 0, Owned.IsEmpty: true }))
        {
            yield return new Diagnostic("RI3205", draft.Situation.Where,
                $"{party.Name} holds {party.View!.KeyCount} key(s) and owns no slot",
                "they would appear among the keys that are moved to it",
                "Look at them, then empty the member (FLUSHALL) and run again");
        }
    }
}
