using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Sentinel;

/// <summary>Whether a master may hand over, and to whom.</summary>
public static class HandoverRules
{
    /// <summary>
    /// Replicas that Sentinel may choose: it takes the lowest priority above 0, then the furthest, then the smallest
    /// id, and nobody can tell it whom. So all of them must have everything.
    /// </summary>
    public static ImmutableArray<ObservedServer> Candidates(ObservedSet set) => set.Master is not { } master ? [] :
    [
        .. set.Answering.Where(one => one.Priority > 0 && one.IsReplicaOf(master))
            .OrderBy(one => one.Priority).ThenBy(one => one.RunId, StringComparer.Ordinal),
    ];

    /// <summary>Why the master keeps its role; empty when it may hand over.</summary>
    public static ImmutableArray<Diagnostic> Refusals(ObservedSet set)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        found.AddRange(SentinelHealth.Check(set).Where(one => SentinelHealth.IsUnclear(one.Code)));
        if (set.Master is null) return found.ToImmutable();
        var candidates = Candidates(set);
        if (candidates.IsEmpty)
        {
            found.Add(new Diagnostic("RI3520", $"master \"{set.MasterName}\"",
                "no replica with a replica-priority above 0 answers", "nobody could take its place",
                "Start a replica, or set replica-priority to 100 at one"));
        }
        foreach (var replica in candidates.Where(one => !one.IsLinkUp))
            found.Add(Behind(replica.Endpoint, "its link to the master is down"));
        var unseen = set.Watching.SelectMany(one => one.Replicas)
            .Where(one => !one.IsDown && !set.AnswersAt(one.Endpoint)).Select(one => one.Endpoint).Distinct();
        foreach (string endpoint in unseen.Order(StringComparer.Ordinal))
            found.Add(Behind(endpoint, "it doesn't answer from here, and is up for a Sentinel"));
        return found.ToImmutable();
    }

    private static Diagnostic Behind(string endpoint, string what) => new("RI3521", $"replica {endpoint}", what,
        "Sentinel may choose it, and whether it has every write can't be told",
        "Bring its link back, or stop it and wait until it is down for the Sentinels");
}
