using System.Collections.Immutable;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Sentinel;
using RedisInfra.Model.Sentinel.Declared;

namespace RedisInfra.Admin.Sentinel.Declared;

/// <summary>Looks at all that are declared, whether anybody watches them yet, and at all whom they name.</summary>
public static class SetReader
{
    private const int MostRounds = 4;
    private const int Most = 64;

    /// <summary>What they say. Changes nothing.</summary>
    /// <param name="nodes">Connections.</param>
    /// <param name="masterName">What the Sentinels call the master.</param>
    /// <param name="members">Servers.</param>
    /// <param name="sentinels">Sentinels.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ObservedSet> ReadAsync(
        SentinelNodes nodes, string masterName, IEnumerable<SetMember> members, IEnumerable<SetMember> sentinels,
        CancellationToken cancellationToken)
    {
        var watching = await AllAsync([.. sentinels.Select(one => one.Endpoint)],
            endpoint => SentinelReader.ReadSentinelAsync(nodes, endpoint, masterName, cancellationToken), Others);
        // Names that are declared come first, so that a server with two addresses goes by that one.
        var named = watching.Where(one => one.Master.Length > 0)
            .SelectMany(one => one.Replicas.Select(replica => replica.Endpoint).Prepend(one.Master));
        var servers = await AllAsync([.. members.Select(one => one.Endpoint), .. named],
            endpoint => ReadServerAsync(nodes, endpoint, cancellationToken),
            found => found.Where(one => one.Follows.Length > 0).Select(one => one.Follows));
        return new ObservedSet(masterName,
        [
            .. watching.Where(one => one.Problem is null).DistinctBy(one => one.Id),
            .. watching.Where(one => one.Problem is not null),
        ], servers);
    }

    /// <summary>Sentinels that are known and weren't asked by an address yet.</summary>
    private static IEnumerable<string> Others(IReadOnlyCollection<ObservedSentinel> found)
    {
        var ids = found.Where(one => one.Problem is null).Select(one => one.Id).ToHashSet();
        return found.SelectMany(one => one.Sentinels).Where(one => !ids.Contains(one.Id)).Select(one => one.Endpoint);
    }

    private static async Task<ImmutableArray<T>> AllAsync<T>(
        IReadOnlyList<string> first, Func<string, Task<T>> read, Func<IReadOnlyCollection<T>, IEnumerable<string>> more)
    {
        var (found, asked) = (new List<T>(), new HashSet<string>(StringComparer.Ordinal));
        IEnumerable<string> next = first;
        for (int i = 0; i < MostRounds; i++)
        {
            var round = next.Where(endpoint => asked.Count < Most && asked.Add(endpoint)).ToList();
            if (round.Count == 0) break;
            found.AddRange(await Task.WhenAll(round.Select(read)));
            next = more(found).ToList();
        }
        return [.. found];
    }

    private static async Task<ObservedServer> ReadServerAsync(
        SentinelNodes nodes, string endpoint, CancellationToken cancellationToken)
    {
        var server = await SentinelReader.ReadServerAsync(nodes, endpoint, cancellationToken);
        if (server.Problem is not null) return server;
        var settings = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (string pattern in (string[])["min-replicas-*", "replica-priority"])
        {
            try
            {
                var reply = await nodes.AskServerAsync(endpoint, cancellationToken, "CONFIG", "GET", pattern);
                foreach (var (name, value) in SentinelReplies.Fields(reply)) settings[name] = value;
            }
            catch (Exception failed) when (failed is RedisErrorException or RedisConnectionException)
            {
                break; // CONFIG may be forbidden: what it says isn't compared then
            }
        }
        return server with { Settings = settings.ToImmutable() };
    }
}
