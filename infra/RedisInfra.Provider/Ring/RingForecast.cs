using System.Collections.Immutable;
using System.Globalization;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Provider.Ring;

/// <summary>What differs between two rings, and about how much of the keyspace moves with it.</summary>
internal static class RingForecast
{
    private const int MostNames = 4;

    /// <summary>In words; empty when every key stays where it is.</summary>
    public static ImmutableArray<string> Differences(GuardedRing old, GuardedRing young)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        if (old.Hash != young.Hash) found.Add($"hash was {old.Hash}, is {young.Hash}");
        if (old.Distribution != young.Distribution)
            found.Add($"distribution was {old.Distribution}, is {young.Distribution}");
        if (old.HashTag != young.HashTag) found.Add($"hash tag was \"{old.HashTag}\", is \"{young.HashTag}\"");
        var (before, after) = (Weights(old), Weights(young));
        Add(found, "new", young.Servers.Where(server => !before.ContainsKey(server.Name)).Select(s => s.Name));
        Add(found, "gone", old.Servers.Where(server => !after.ContainsKey(server.Name)).Select(s => s.Name));
        Add(found, "of another weight", young.Servers
            .Where(server => before.TryGetValue(server.Name, out int weight) && weight != server.Weight)
            .Select(s => s.Name));
        // The others take a server's place in the ring from its name alone.
        if (found.Count == 0 && young.Distribution == "modula" && !old.Servers.SequenceEqual(young.Servers))
            found.Add("the servers' order changed");
        return found.ToImmutable();
    }

    /// <summary>
    /// About how many percent of all keys get another shard. Ketama moves what the servers' parts differ by; where two
    /// rings have nothing in common a key stays by chance alone.
    /// </summary>
    public static int Percent(GuardedRing old, GuardedRing young)
    {
        if (young.Distribution == "random") return 100;
        var (before, after) = (Weights(old), Weights(young));
        // Long sums of small numbers: exact, and the same on every machine.
        Int128 oldSum = before.Values.Sum(weight => (long)weight), newSum = after.Values.Sum(weight => (long)weight);
        bool isOneRing = old.Hash == young.Hash && old.HashTag == young.HashTag
            && old.Distribution == young.Distribution && young.Distribution == "ketama";
        Int128 moved = 0;
        foreach (var (name, weight) in after)
        {
            Int128 part = before.GetValueOrDefault(name);
            moved += isOneRing ? Int128.Max(0, weight * oldSum - part * newSum) : weight * (oldSum - part);
        }

        return (int)((100 * moved + oldSum * newSum / 2) / (oldSum * newSum));
    }

    /// <summary>"about 33 %".</summary>
    public static string Share(GuardedRing old, GuardedRing young) =>
        string.Create(CultureInfo.InvariantCulture, $"about {Percent(old, young)} % of its keys");

    private static Dictionary<string, int> Weights(GuardedRing ring) =>
        ring.Servers.DistinctBy(server => server.Name).ToDictionary(server => server.Name, server => server.Weight);

    private static void Add(ImmutableArray<string>.Builder found, string what, IEnumerable<string> names)
    {
        var all = names.ToList();
        if (all.Count > 0) found.Add($"{Amounts.List(all, MostNames)} {(all.Count == 1 ? "is" : "are")} {what}");
    }
}
