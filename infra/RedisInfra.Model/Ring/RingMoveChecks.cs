using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Ring;

/// <summary>What forbids to move a ring's keys, as far as servers tell it.</summary>
public static class RingMoveChecks
{
    /// <summary>What a copy takes more at its new server, at most, for allocation and tables.</summary>
    private const double Margin = 1.1;

    /// <summary>RESP3 and tracking are of 6.0, a pause of writers alone is of 6.2.</summary>
    private static readonly Version s_oldest = new(6, 2);

    /// <summary>Every reason not to begin.</summary>
    /// <param name="change">The change.</param>
    /// <param name="servers">What is known of <see cref="RingChange.Members"/>, in their order.</param>
    /// <param name="load">What they hold; null to leave out what an earlier run of this move has looked at.</param>
    /// <param name="dropsStrangers">Whether keys that no client can read may be deleted.</param>
    public static ImmutableArray<Diagnostic> Refusals(
        RingChange change, ImmutableArray<RingMoveServer> servers, RingLoad? load, bool dropsStrangers)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        var pairs = change.Shares();
        for (int i = 0; i < servers.Length; i++)
        {
            found.AddRange(Own(servers[i]));
            var givers = pairs.Where(pair => pair.Young == i).Select(pair => servers[pair.Old]);
            found.AddRange(Older(servers[i], givers));
            if (load is not null) found.AddRange(Room(servers[i], i, load));
        }
        if (load is not null && !dropsStrangers) found.AddRange(Strangers(change, load));
        return found.ToImmutable();
    }

    private static IEnumerable<Diagnostic> Own(RingMoveServer server)
    {
        if (Read(server.Version) < s_oldest)
        {
            yield return new Diagnostic("RI3440", Where(server), $"its version is {server.Version}",
                $"it must tell which keys clients change, and let only writers wait, as from {s_oldest} on",
                "Upgrade it, or use --cache where keys may be lost");
        }
        if (server.OtherDatabase is { } number)
        {
            yield return new Diagnostic("RI3443", Where(server), $"database {number} has keys",
                "proxies of this ring use database 0, and whoever uses others would be disconnected",
                "Move them to a server of their own");
        }
    }

    /// <summary>An older server can't read what a younger one has packed.</summary>
    private static IEnumerable<Diagnostic> Older(RingMoveServer server, IEnumerable<RingMoveServer> givers)
    {
        var young = givers.FirstOrDefault(giver => Minor(Read(giver.Version)) > Minor(Read(server.Version)));
        if (young is null) yield break;
        yield return new Diagnostic("RI3448", Where(server),
            $"its version is {server.Version} and it gets keys from {young.Server.Name}, which is {young.Version}",
            "an older server can't be sure to read them", "Upgrade it first");
    }

    private static IEnumerable<Diagnostic> Room(RingMoveServer server, int index, RingLoad load)
    {
        double incoming = Margin * load.Moves.Where(move => move.Key.To == index)
            .Sum(move => move.Value * load.BytesPerKey(move.Key.From));
        if (server.MaxMemory == 0 || incoming == 0 || server.UsedMemory + incoming <= server.MaxMemory) yield break;
        yield return new Diagnostic("RI3441", Where(server),
            $"it uses {Amounts.Bytes(server.UsedMemory)} of {Amounts.Bytes(server.MaxMemory)} (maxmemory) and would "
                + $"get about {Amounts.Bytes((long)incoming)}",
            "it would refuse keys, or evict some", "Give it more memory, or more servers to the ring of --to");
    }

    private static IEnumerable<Diagnostic> Strangers(RingChange change, RingLoad load)
    {
        if (load.Strays.Sum() == 0) yield break;
        var where = load.Strays.Select((count, i) => (Count: count, change.Members[i].Name))
            .Where(one => one.Count > 0).Select(one => $"{one.Name} ({Amounts.Count(one.Count)})");
        yield return new Diagnostic("RI3442", $"servers {string.Join(", ", where)}",
            $"{Amounts.Count(load.Strays.Sum(), "key")} stand where the old ring doesn't put them",
            "either --from isn't what the proxies have, or no client can read these keys",
            "Look at them with `redisinfra ring verify --to` and the file of --from; if they may go, add "
                + "--drop-strangers");
    }

    private static Version Read(string text) =>
        Version.TryParse(text.Split('-')[0], out var version) ? version : new Version(0, 0);

    private static Version Minor(Version version) => new(version.Major, version.Minor);

    private static string Where(RingMoveServer server) => $"server {server.Server.Name} at {server.Server.Endpoint}";
}
