using System.Collections.Immutable;
using System.Globalization;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Ring;

/// <summary>What is worth knowing about a change of a ring.</summary>
public static class RingWarnings
{
    private const int MostNames = 4;

    /// <summary>All of it.</summary>
    public static ImmutableArray<Diagnostic> Of(
        RingPool from, RingPool to, RingChange change, ImmutableArray<RingMove> moves, RingLoad? load)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        string where = $"pool \"{to.Name}\"";
        string share = Percent(moves.Sum(move => move.Share));
        string moved = load is not null
            ? $"{Amounts.Count(moves.Sum(move => move.Keys))} of {Amounts.Count(load.TotalKeys, "key")} move in all"
            : from.HashTag == to.HashTag ? $"{share} of all hashes move in all"
            : $"up to {share} of all keys move in all, fewer where keys have neither tag";
        AddChanged(found, where, from, to, moved);
        if (to.EjectsServers)
        {
            found.Add(Warning("RI3431", where, "auto_eject_hosts = true",
                "keys of a server that doesn't answer go elsewhere and are stale or lost when it is back",
                "Set it to false where data is kept"));
        }
        // A ring that isn't of a file says nothing of its proxies.
        if (to.TimeoutMs is null && to.Listen.Length > 0)
        {
            found.Add(Warning("RI3435", where, "timeout isn't set",
                "a client then waits for ever for a server that doesn't answer", "Set it, to 400 for example"));
        }
        if (to is { Hash: RingHash.Crc32, Distribution: RingDistribution.Ketama, Servers.Length: > 1 })
        {
            found.Add(Warning("RI3436", where, "hash = crc32 with ketama",
                "it has values up to 32767 only, so that nearly all keys are at one server",
                "Use murmur for a new pool"));
        }
        if (load is not null) AddStrays(found, where, change, load);
        return found.ToImmutable();
    }

    /// <summary>"33.3%".</summary>
    public static string Percent(double part) => (part * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    private static void AddChanged(
        ImmutableArray<Diagnostic>.Builder found, string where, RingPool from, RingPool to, string moved)
    {
        var changes = new List<string>();
        if (from.Hash != to.Hash) changes.Add($"hash was {RingWords.Of(from.Hash)}, is {RingWords.Of(to.Hash)}");
        if (from.HashTag != to.HashTag) changes.Add($"hash_tag was \"{from.HashTag}\", is \"{to.HashTag}\"");
        if (from.Distribution != to.Distribution)
        {
            changes.Add($"distribution was {RingWords.Of(from.Distribution)}, is {RingWords.Of(to.Distribution)}");
        }
        changes.AddRange(from.Servers.Join(to.Servers, server => server.Name, server => server.Name,
            (old, young) => (old, young)).Where(pair => pair.old.Weight != pair.young.Weight)
            .Select(pair => $"the weight of {pair.old.Name} was {pair.old.Weight}, is {pair.young.Weight}"));
        if (changes.Count == 0) return;
        found.Add(Warning("RI3434", where, Amounts.List(changes, MostNames),
            moved, "Nothing has to be done when that is meant"));
    }

    private static void AddStrays(
        ImmutableArray<Diagnostic>.Builder found, string where, RingChange change, RingLoad load)
    {
        var strays = load.Strays.Select((count, i) => (count, change.Members[i].Name)).Where(one => one.count > 0)
            .Select(one => $"{Amounts.Count(one.count)} at {one.Name}").ToList();
        if (strays.Count == 0) return;
        found.Add(Warning("RI3437", where, $"keys are where the old ring doesn't put them: {Amounts.List(strays, 6)}",
            "no client sees them through a proxy with that ring, and they aren't among those that move",
            "Look whether --from is what the proxies have now; `redisinfra ring verify --to` that file names some"));
    }

    private static Diagnostic Warning(string code, string where, string what, string why, string fix) =>
        new(code, where, what, why, fix, Severity.Warning);
}
