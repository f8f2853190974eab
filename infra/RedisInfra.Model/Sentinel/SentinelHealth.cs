using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Sentinel;

/// <summary>Rules that a set of Sentinels, a master and replicas obeys when nothing is wrong.</summary>
public static class SentinelHealth
{
    private const int FewestSentinels = 3;

    /// <summary>Everything that is wrong; empty when nothing is. Warnings are among it.</summary>
    public static ImmutableArray<Diagnostic> Check(ObservedSet set) =>
    [
        .. Sentinels(set), .. Agreement(set), .. Count(set), .. Servers(set), .. Replicas(set), .. Stale(set),
    ];

    /// <summary>Whether a finding leaves open who the master is: then nothing may be changed.</summary>
    public static bool IsUnclear(string code) => code is "RI3502" or "RI3503" or "RI3504" or "RI3511" or "RI3512";

    private static IEnumerable<Diagnostic> Sentinels(ObservedSet set)
    {
        var stale = PruneRules.Stale(set).Select(one => one.Endpoint).ToHashSet();
        foreach (var sentinel in set.Sentinels)
        {
            if (sentinel.Problem is { } problem)
            {
                if (stale.Contains(sentinel.Endpoint)) continue;
                yield return new Diagnostic("RI3501", Name(sentinel), problem.TrimEnd('.'), "every Sentinel counts",
                    "Start it, correct its address, or give its password in REDISINFRA_SENTINEL_PASSWORD");
            }
            else if (!sentinel.IsWatching)
            {
                yield return new Diagnostic("RI3502", Name(sentinel), $"it doesn't watch \"{set.MasterName}\"",
                    "others that were named or found do", "Let it with SENTINEL MONITOR, or leave it out");
            }
            else
            {
                foreach (var found in OfOne(set, sentinel)) yield return found;
            }
        }
    }

    private static IEnumerable<Diagnostic> OfOne(ObservedSet set, ObservedSentinel sentinel)
    {
        if (sentinel.QuorumProblem is { } problem)
        {
            yield return new Diagnostic("RI3511", Name(sentinel), $"it says {problem.TrimEnd('.')}",
                "without them no failover begins", "Start the Sentinels that are missing");
        }
        var wrong = sentinel.MasterFlags.Where(flag => flag is not "master").ToList();
        if (wrong.Count > 0)
        {
            yield return new Diagnostic("RI3512", Name(sentinel),
                $"it sees the master as {string.Join(", ", wrong)}", "a master is up, and no failover is on its way",
                "Wait until a failover is over; else look at the master and the way to it");
        }
        var known = sentinel.Sentinels.Select(one => one.Id).ToHashSet();
        foreach (var other in set.Watching.Where(one => one.Id != sentinel.Id && !known.Contains(one.Id)))
        {
            yield return new Diagnostic("RI3508", Name(sentinel), $"it doesn't know sentinel {other.Endpoint}",
                "they can only agree with whom they know",
                "Look whether both reach the master, through whose channel they meet, with the same name and password");
        }
    }

    private static IEnumerable<Diagnostic> Agreement(ObservedSet set)
    {
        var named = set.Watching.GroupBy(one => set.Identity(one.Master)).ToList();
        if (named.Count > 1)
        {
            string all = string.Join("; ", named.Select(group =>
                $"{group.First().Master} for {string.Join(", ", group.Select(one => one.Endpoint))}"));
            yield return new Diagnostic("RI3503", $"master \"{set.MasterName}\"", $"it is {all}",
                "clients of different Sentinels would write to different servers",
                "Wait until a failover is over; if they stay so, they are two sets with one name");
        }
        var quorums = set.Watching.Select(one => one.Quorum).Distinct().Order().ToList();
        if (quorums.Count > 1)
        {
            yield return new Diagnostic("RI3505", $"master \"{set.MasterName}\"",
                $"its quorum is {string.Join(" and ", quorums)}", "each Sentinel goes by its own",
                "Set one with SENTINEL SET at each");
        }
    }

    private static IEnumerable<Diagnostic> Count(ObservedSet set)
    {
        int count = set.Watching.Count();
        string where = $"master \"{set.MasterName}\"";
        if (count > 0 && (count < FewestSentinels || count % 2 == 0))
        {
            yield return new Diagnostic("RI3506", where, $"{Amounts.Count(count, "Sentinel")} watch it",
                count < FewestSentinels ? "no majority is left when one fails"
                    : "one fewer would bear as many failures",
                "Have an odd number of 3 or more", Severity.Warning);
        }
        int most = set.Watching.Select(one => one.Quorum).DefaultIfEmpty(0).Max();
        if (most > count && count > 0)
        {
            yield return new Diagnostic("RI3505", where, $"its quorum is {most} and {count} watch it",
                "no failover can begin", "Start Sentinels, or lower the quorum with SENTINEL SET");
        }
    }

    private static IEnumerable<Diagnostic> Servers(ObservedSet set)
    {
        var masters = set.Answering.Where(one => one.IsMaster).ToList();
        if (set.Watching.Any() && masters.Count != 1)
        {
            yield return new Diagnostic("RI3504", $"master \"{set.MasterName}\"", masters.Count == 0
                ? "none of its servers is a master"
                : $"{string.Join(" and ", masters.Select(one => one.Endpoint))} are masters",
                "exactly one takes writes",
                "Give Sentinel half a minute to put it right; else see in the servers' logs who has the newest writes");
        }
        else if (masters.Count == 1 && set.Master is null && set.Watching.Any())
        {
            yield return new Diagnostic("RI3504", $"master \"{set.MasterName}\"",
                $"{masters[0].Endpoint} is the master, and the Sentinels name another", "clients follow the Sentinels",
                "Give Sentinel half a minute to put it right; else look at its log");
        }
        var gone = PruneRules.Stale(set).Where(one => !one.IsSentinel).Select(one => one.Endpoint).ToHashSet();
        foreach (var server in set.Servers.Where(one => one.Problem is not null && !gone.Contains(one.Endpoint)))
        {
            yield return new Diagnostic("RI3513", $"server {server.Endpoint}", server.Problem!.TrimEnd('.'),
                "the Sentinels count with it", "Start it, or give its password in REDISINFRA_PASSWORD");
        }
    }

    private static IEnumerable<Diagnostic> Replicas(ObservedSet set)
    {
        if (set.Master is not { } master) yield break;
        var replicas = set.Answering.Where(one => !one.IsMaster).ToList();
        if (replicas.Count == 0)
        {
            yield return new Diagnostic("RI3520", $"master \"{set.MasterName}\"", "no replica answers",
                "nobody could take its place", "Start a replica", Severity.Warning);
        }
        foreach (var replica in replicas.Where(one => !one.IsLinkUp || !one.IsReplicaOf(master)))
        {
            yield return new Diagnostic("RI3510", $"replica {replica.Endpoint}", replica.IsReplicaOf(master)
                ? "its link to the master is down" : $"it replicates {replica.Follows}",
                "it doesn't get what is written", "Look at its log: password, network, or a copy that goes on");
        }
    }

    private static IEnumerable<Diagnostic> Stale(ObservedSet set) =>
        from one in PruneRules.Stale(set)
        select new Diagnostic(one.IsSentinel ? "RI3507" : "RI3509", one.ToString(),
            $"it is gone, and {Amounts.List(one.KnownBy, 5)} still {(one.KnownBy.Length == 1 ? "counts" : "count")} "
            + "with it", one.IsSentinel ? "the majority is counted over all that are known"
                : "Sentinel makes it a replica again when something answers at its address",
            "Start it again, or forget it with redisinfra sentinel prune when it never comes back");

    private static string Name(ObservedSentinel sentinel) => $"sentinel {sentinel.Endpoint}";
}
