using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Rebalancing;

/// <summary>What makes slots less safe at their new owner than they could be.</summary>
internal static class ShardChecks
{
    public static IEnumerable<Diagnostic> Warnings(RebalanceDraft draft) =>
        [.. FewReplicas(draft), .. SharedPlaces(draft), .. SecondOwners(draft), .. Lingering(draft)];

    private static IEnumerable<Diagnostic> FewReplicas(RebalanceDraft draft)
    {
        var situation = draft.Situation;
        var takers = draft.Moves.Select(move => move.To.Name).ToHashSet(StringComparer.Ordinal);
        var replicas = situation.Live.Where(view => view is { Self.IsReplica: true, IsMasterLinkUp: true })
            .ToLookup(view => view.Self.Master);
        foreach (var party in situation.Parties.Where(party => takers.Contains(party.Name) && party.View is not null))
        {
            int declared = party.Shard!.Members.Length - 1;
            int live = replicas[party.View!.Self.Id].Count();
            if (live >= declared) continue;
            yield return new Diagnostic("RI3222", situation.Where,
                $"{party.Name} is to get slots and has {live} of {declared} replicas that follow it",
                "what it holds is lost when it fails before they do", "Wait for its replicas, or go on knowing it",
                Severity.Warning);
        }
    }

    private static IEnumerable<Diagnostic> SharedPlaces(RebalanceDraft draft) =>
        draft.Situation.Request.Desired.Shards.Where(shard => shard.Members.Length > 1
                && shard.Members[0].Place is not null
                && shard.Members.All(member => member.Place == shard.Members[0].Place))
            .Select(shard => new Diagnostic("RI3223", draft.Situation.Where,
                $"all members of shard {shard.Index} are in {shard.Members[0].Place}",
                "they fail together, and its slots with them", "Spread them over hosts or zones", Severity.Warning));

    private static IEnumerable<Diagnostic> SecondOwners(RebalanceDraft draft)
    {
        var leaving = draft.Situation.Request.Leaving.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        return draft.Situation.Parties.Where(party => party.Shard is null && !leaving.Contains(party.Name))
            .Select(party => new Diagnostic("RI3225", draft.Situation.Where,
                $"{party.Name} of shard {party.Member.Shard} owns slots beside its shard's master",
                "a shard has one master, so it gives up all of them", "Nothing has to be done", Severity.Warning));
    }

    private static IEnumerable<Diagnostic> Lingering(RebalanceDraft draft) =>
        draft.Scan.Strangers.Where(stranger => stranger.IsLingering)
            .Select(stranger => new Diagnostic("RI3224", draft.Situation.Where,
                $"{stranger.Seers} member(s) still know {stranger.Record.Id.Short}, which is down and without slots",
                "nobody declared it", "Forget it on every node (CLUSTER FORGET)", Severity.Warning));
}
