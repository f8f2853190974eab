using System.Collections.Immutable;
using System.Globalization;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;

namespace RedisInfra.Provider.Ring;

/// <summary>What differs between two rings, and how much of the keyspace moves with it.</summary>
internal static class RingForecast
{
    private const int MostNames = 4;

    /// <summary>In words; empty when every key stays where it is.</summary>
    public static ImmutableArray<string> Differences(RingPool old, RingPool young)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        if (old.Hash != young.Hash)
            found.Add($"hash was {RingWords.Of(old.Hash)}, is {RingWords.Of(young.Hash)}");
        if (old.Distribution != young.Distribution)
            found.Add($"distribution was {RingWords.Of(old.Distribution)}, is {RingWords.Of(young.Distribution)}");
        if (old.HashTag != young.HashTag) found.Add($"hash tag was \"{old.HashTag}\", is \"{young.HashTag}\"");
        var (before, after) = (Weights(old), Weights(young));
        Add(found, "new", young.Servers.Where(server => !before.ContainsKey(server.Name)).Select(s => s.Name));
        Add(found, "gone", old.Servers.Where(server => !after.ContainsKey(server.Name)).Select(s => s.Name));
        Add(found, "of another weight", young.Servers
            .Where(server => before.TryGetValue(server.Name, out int weight) && weight != server.Weight)
            .Select(s => s.Name));
        // The order of servers decides nothing: nutcracker sorts them by their names.
        return found.ToImmutable();
    }

    /// <summary>
    /// How many percent of all hashes are another shard's in the new ring; of keys it is about as many. Where two rings
    /// have nothing in common a key stays by chance alone.
    /// </summary>
    public static int Percent(RingPool old, RingPool young)
    {
        if (!young.IsCertain || !old.IsCertain) return 100;
        var (before, after) = (new KeyRing(old), new KeyRing(young));
        double stays = RingShares.Of(before, after)
            .Where(share => before.Servers[share.Old].Name == after.Servers[share.Young].Name).Sum(share => share.Part);
        return (int)Math.Round(100 * (1 - stays), MidpointRounding.AwayFromZero);
    }

    /// <summary>"about 33 %".</summary>
    public static string Share(RingPool old, RingPool young) =>
        string.Create(CultureInfo.InvariantCulture, $"about {Percent(old, young)} % of its keys");

    private static Dictionary<string, int> Weights(RingPool ring) =>
        ring.Servers.DistinctBy(server => server.Name).ToDictionary(server => server.Name, server => server.Weight);

    private static void Add(ImmutableArray<string>.Builder found, string what, IEnumerable<string> names)
    {
        var all = names.ToList();
        if (all.Count > 0) found.Add($"{Amounts.List(all, MostNames)} {(all.Count == 1 ? "is" : "are")} {what}");
    }
}
