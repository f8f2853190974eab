using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Sentinel;

/// <summary>
/// What may be forgotten. Sentinels never forget one another or a replica by themselves, and count the majority over
/// all that they know, the gone ones too.
/// </summary>
public static class PruneRules
{
    private static readonly char[] s_pattern = ['*', '?', '[', ']', '\\'];

    /// <summary>
    /// What doesn't answer us and is down for every Sentinel that knows it. Who is up for one of them is only cut off
    /// from here, and stays.
    /// </summary>
    public static ImmutableArray<StaleInstance> Stale(ObservedSet set)
    {
        var sentinels =
            from one in set.Watching
            from other in one.Sentinels
            where !set.Answers(other)
            group (By: one.Endpoint, other.Endpoint, other.IsDown) by other.Id into same
            where same.All(view => view.IsDown)
            select new StaleInstance(same.First().Endpoint, true, [.. same.Select(view => view.By)]);
        var replicas =
            from one in set.Watching
            from replica in one.Replicas
            where !set.AnswersAt(replica.Endpoint)
            group (By: one.Endpoint, replica.IsDown) by replica.Endpoint into same
            where same.All(view => view.IsDown)
            select new StaleInstance(same.Key, false, [.. same.Select(view => view.By)]);
        return
        [
            .. sentinels.OrderBy(Order, StringComparer.Ordinal), .. replicas.OrderBy(Order, StringComparer.Ordinal),
        ];
    }

    /// <summary>Why nothing may be forgotten now; empty when it may.</summary>
    public static ImmutableArray<Diagnostic> Refusals(ObservedSet set) => Refusals(set, []);

    /// <summary>Why nothing may be forgotten now; empty when it may.</summary>
    /// <param name="set">What was seen, without those that let go.</param>
    /// <param name="letGo">Sentinels that don't watch any more by themselves, so that they are up and don't
    /// count.</param>
    public static ImmutableArray<Diagnostic> Refusals(ObservedSet set, ImmutableArray<StaleInstance> letGo)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        found.AddRange(SentinelHealth.Check(set).Where(one => SentinelHealth.IsUnclear(one.Code)));
        int left = set.Watching.Count();
        foreach (var sentinel in set.Watching.Where(one => one.Quorum > left))
        {
            found.Add(new Diagnostic("RI3523", $"sentinel {sentinel.Endpoint}",
                $"its quorum is {sentinel.Quorum} and {left} Sentinels would be left",
                "no failover could begin any more", "Start Sentinels, or lower the quorum with SENTINEL SET first"));
        }
        foreach (var view in set.Watching.SelectMany(one => one.Sentinels.Select(other => (one, other)))
            .Where(view => !set.Answers(view.other) && !view.other.IsDown
                && letGo.All(gone => gone.Endpoint != view.other.Endpoint)))
        {
            found.Add(new Diagnostic("RI3522", $"sentinel {view.other.Endpoint}",
                $"it doesn't answer, and is up for {view.one.Endpoint}",
                "it may only be cut off from here, and who counts the majority without it could elect a second master",
                "Run this from where all can be reached; when it is gone, wait until it is down for the others"));
        }
        if (set.MasterName.IndexOfAny(s_pattern) >= 0)
        {
            found.Add(new Diagnostic("RI3524", $"master \"{set.MasterName}\"", "its name has *, ?, [, ] or \\",
                "SENTINEL RESET takes a pattern, and could reset other masters as well",
                "Give the master another name"));
        }
        return [.. found.DistinctBy(one => (one.Code, one.Where))];
    }

    /// <summary>
    /// Whether a Sentinel that was reset is whole again: it knows all others that answer, every replica that the master
    /// has, and nothing that is gone. Only then the next one may be reset.
    /// </summary>
    public static bool IsWhole(ObservedSet before, ObservedSentinel now, ImmutableArray<StaleInstance> stale)
    {
        if (now.Problem is not null || !now.IsWatching || now.QuorumProblem is not null
            || before.Master is not { } master || before.Identity(now.Master) != master.RunId)
            return false;
        var others = before.Watching.Where(one => one.Id != now.Id).Select(one => one.Id).ToHashSet();
        var replicas = before.Answering.Where(one => one.IsReplicaOf(master));
        var known = now.Replicas.Select(one => before.Identity(one.Endpoint)).ToHashSet();
        return others.SetEquals(now.Sentinels.Select(one => one.Id))
            && replicas.All(one => known.Contains(one.RunId))
            && !now.Replicas.Any(one => stale.Any(gone => !gone.IsSentinel && gone.Endpoint == one.Endpoint));
    }

    private static string Order(StaleInstance one) => one.Endpoint;
}
