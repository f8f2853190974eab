using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Ring;

/// <summary>What forbids to say where keys are, or to move them.</summary>
public static class RingChecks
{
    private const long MaxModulaWeights = 1_000_000;

    /// <summary>
    /// Every reason why keys can't be followed from one pool to another; a pool that is both is looked at once.
    /// </summary>
    public static ImmutableArray<Diagnostic> Refusals(RingPool from, RingPool to)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        if (!ReferenceEquals(from, to)) found.AddRange(Refusals(from, "--from"));
        found.AddRange(Refusals(to, "--to"));
        found.AddRange(Contradictions(from, to));
        return found.ToImmutable();
    }

    /// <summary>Every reason why nobody can say where a pool's keys are.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="file">Where it stands, in messages.</param>
    public static IEnumerable<Diagnostic> Refusals(RingPool pool, string file)
    {
        string where = Where(pool, file);
        if (!pool.IsCertain)
        {
            yield return new Diagnostic("RI3428", where, "distribution = random",
                "a proxy then draws a server for every command, so a key may be anywhere and more than once",
                "Use ketama for a pool that keeps data");
        }
        long weights = pool.Servers.Sum(server => (long)server.Weight);
        if (pool.Distribution == RingDistribution.Modula && weights > MaxModulaWeights)
        {
            yield return new Diagnostic("RI3439", where, $"its weights are {Amounts.Count(weights)} together",
                $"modula has a place for each, and {Amounts.Count(MaxModulaWeights)} are followed at most",
                "Divide the weights by a number that all have in common");
        }
        if (!pool.IsRedis)
        {
            yield return new Diagnostic("RI3426", where, "redis isn't true",
                "its servers speak memcached, whose keys can't be listed", "Name a pool with redis: true");
        }
        if (pool.Database != 0)
        {
            yield return new Diagnostic("RI3429", where, $"redis_db = {pool.Database}",
                "only keys of database 0 are looked at and moved", "Use servers of their own instead of a database");
        }
        foreach (var server in pool.Servers.Where(server => server.IsSocket))
        {
            yield return new Diagnostic("RI3423", where, $"the server {server.Name} is a socket of the proxy's machine",
                "it can't be reached from anywhere else", "Give it as host:port");
        }
    }

    /// <summary>
    /// A name says that a server moved to another address, and that address says that it is another server.
    /// </summary>
    private static IEnumerable<Diagnostic> Contradictions(RingPool from, RingPool to)
    {
        foreach (var old in from.Servers)
        {
            var same = to.Servers.FirstOrDefault(server => server.Name == old.Name);
            if (same is null || same.Endpoint == old.Endpoint) continue;
            var other = to.Servers.FirstOrDefault(server => server.Endpoint == old.Endpoint)
                ?? from.Servers.FirstOrDefault(server => server.Endpoint == same.Endpoint);
            if (other is null) continue;
            yield return new Diagnostic("RI3430", Where(to, "--to"),
                $"{old.Name} is at {same.Endpoint} and was at {old.Endpoint}, one of which is {other.Name}'s as well",
                "nobody can tell whether servers changed their addresses or their names",
                "Change addresses and names in two steps, or leave names where they are");
        }
    }

    private static string Where(RingPool pool, string file) => $"{file}: pool \"{pool.Name}\"";
}
