using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Sentinel.Declared;

/// <summary>What can't work, whatever runs.</summary>
public static class DeclaredRules
{
    /// <summary>The fewest Sentinels of whom one may fail.</summary>
    public const int FewestSentinels = 3;

    private const int FewestMembers = 2;
    private const int SmallestQuorum = 2;

    /// <summary>Everything that is wrong with a declaration.</summary>
    public static ImmutableArray<Diagnostic> Check(DeclaredSet set) =>
        [.. Sentinels(set), .. Quorum(set), .. Members(set), .. Names(set)];

    private static IEnumerable<Diagnostic> Sentinels(DeclaredSet set)
    {
        int count = set.Sentinels.Length;
        if (count >= FewestSentinels && count % 2 == 1) yield break;
        yield return new Diagnostic("RI3528", set.Where, $"{Amounts.Count(count, "Sentinel")} are declared",
            count < FewestSentinels ? "no majority is left when one fails"
                : $"{count - 1} would bear as many failures, and half of them is no majority",
            $"Declare {Math.Max(FewestSentinels, count - 1)} or {Math.Max(FewestSentinels, count - 1) + 2}");
    }

    private static IEnumerable<Diagnostic> Quorum(DeclaredSet set)
    {
        int count = set.Sentinels.Length;
        if (set.Quorum >= SmallestQuorum && set.Quorum < count) yield break;
        string why = set.Quorum < SmallestQuorum ? "one that is cut off would begin a failover of a master that works"
            : set.Quorum > count ? "no failover could ever begin"
            : "no failover could begin when a Sentinel goes together with the master";
        yield return new Diagnostic("RI3529", set.Where,
            $"the quorum is {set.Quorum} of {Amounts.Count(count, "Sentinel")}", why,
            $"Set it to {Math.Max(SmallestQuorum, (count / 2) + 1)}, their majority");
    }

    private static IEnumerable<Diagnostic> Members(DeclaredSet set)
    {
        int replicas = set.Members.Length - 1;
        if (set.Members.Length < FewestMembers)
        {
            yield return new Diagnostic("RI3530", set.Where, $"it has {Amounts.Count(set.Members.Length, "server")}",
                "nobody could take the master's place", "Declare two or more, or use a single server without Sentinel");
        }
        if (set.MinReplicas is { } least && (least < 0 || least > Math.Max(replicas, 0)))
        {
            yield return new Diagnostic("RI3531", set.Where,
                $"min-replicas-to-write is {least} and there are {Amounts.Count(Math.Max(replicas, 0), "replica")}",
                "the master would never take a write",
                $"Set it to {Math.Max(replicas - 1, 0)}, so that one may fail, or declare more members");
        }
    }

    private static IEnumerable<Diagnostic> Names(DeclaredSet set)
    {
        var all = set.Members.Concat(set.Sentinels).ToList();
        foreach (var twice in all.GroupBy(one => one.Name).Where(group => group.Count() > 1))
        {
            yield return new Diagnostic("RI3547", set.Where, $"the name {twice.Key} is given {twice.Count()} times",
                "each is a process of its own", "Give each its own name");
        }
        foreach (var twice in all.GroupBy(one => one.Endpoint).Where(group => group.Count() > 1))
        {
            yield return new Diagnostic("RI3547", set.Where,
                $"{string.Join(", ", twice.Select(one => one.Name))} have one address, {twice.Key}",
                "each is a process of its own", "Give each its own host or port");
        }
        if (set.MasterName.Length == 0 || set.MasterName.Any(letter => !IsPlain(letter)))
        {
            yield return new Diagnostic("RI3548", set.Where, "its name has other than letters, digits, ., - and _",
                "Sentinel takes no other, and SENTINEL RESET takes a pattern", "Give the master another name");
        }
    }

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';
}
