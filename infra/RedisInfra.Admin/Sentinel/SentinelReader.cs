using System.Collections.Immutable;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Sentinel;

namespace RedisInfra.Admin.Sentinel;

/// <summary>Looks at a set from any of its Sentinels: the others and the servers are found from it. Changes
/// nothing.</summary>
public static class SentinelReader
{
    private const int MostSentinels = 64;

    /// <summary>What all Sentinels and all servers say.</summary>
    /// <param name="nodes">Connections.</param>
    /// <param name="seeds">Sentinels as "host:port"; one that answers is enough.</param>
    /// <param name="masterName">Which master; null when they watch one only.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DiagnosticException">No Sentinel answers, or it isn't clear which master is meant.</exception>
    public static async Task<ObservedSet> ReadAsync(
        SentinelNodes nodes, IReadOnlyList<string> seeds, string? masterName, CancellationToken cancellationToken)
    {
        string name = await ChooseAsync(nodes, seeds, masterName, cancellationToken);
        var found = new Dictionary<string, ObservedSentinel>(StringComparer.Ordinal);
        IReadOnlyList<string> next = [.. seeds];
        while (next.Count > 0 && found.Count < MostSentinels)
        {
            foreach (var one in await Task.WhenAll(
                next.Select(endpoint => ReadSentinelAsync(nodes, endpoint, name, cancellationToken))))
                found[one.Endpoint] = one;
            var ids = found.Values.Where(one => one.Problem is null).Select(one => one.Id).ToHashSet();
            next =
            [
                .. found.Values.SelectMany(one => one.Sentinels).Where(one => !ids.Contains(one.Id))
                    .Select(one => one.Endpoint).Distinct().Where(endpoint => !found.ContainsKey(endpoint)),
            ];
        }
        var sentinels = found.Values.Where(one => one.Problem is not null)
            .Concat(found.Values.Where(one => one.Problem is null).DistinctBy(one => one.Id))
            .OrderBy(one => one.Endpoint, StringComparer.Ordinal).ToImmutableArray();
        var endpoints = sentinels.Where(one => one.Master.Length > 0)
            .SelectMany(one => one.Replicas.Select(replica => replica.Endpoint).Prepend(one.Master)).Distinct();
        var servers = await Task.WhenAll(endpoints.Order(StringComparer.Ordinal)
            .Select(endpoint => ReadServerAsync(nodes, endpoint, cancellationToken)));
        return new ObservedSet(name, sentinels, [.. servers]);
    }

    /// <summary>What one Sentinel says; why it can't be asked is among it.</summary>
    public static async Task<ObservedSentinel> ReadSentinelAsync(
        SentinelNodes nodes, string endpoint, string name, CancellationToken cancellationToken)
    {
        Task<RespValue> Ask(params string[] words) => nodes.AskSentinelAsync(endpoint, cancellationToken, words);
        var one = new ObservedSentinel(endpoint);
        try
        {
            one = one with { Id = (await Ask("SENTINEL", "MYID")).Text };
            var masters = (await Ask("SENTINEL", "MASTERS")).Items.Select(SentinelReplies.Fields);
            var master = masters.FirstOrDefault(fields => fields.GetValueOrDefault("name") == name);
            if (master is null) return one;
            return one with
            {
                IsWatching = true,
                Master = SentinelReplies.Endpoint(master),
                MasterFlags = SentinelReplies.Flags(master),
                Quorum = int.TryParse(master.GetValueOrDefault("quorum"), out int quorum) ? quorum : 0,
                Settings = SentinelReplies.Settings(master),
                Sentinels = SentinelReplies.Known(await Ask("SENTINEL", "SENTINELS", name)),
                Replicas = SentinelReplies.Known(await Ask("SENTINEL", "REPLICAS", name)),
                QuorumProblem = await QuorumAsync(Ask, name),
            };
        }
        catch (RedisErrorException error)
            when (error.Error.Contains("unknown command", StringComparison.OrdinalIgnoreCase))
        {
            return new ObservedSentinel(endpoint) { Problem = "it is a Redis server and no Sentinel" };
        }
        catch (Exception failed) when (failed is RedisErrorException or RedisConnectionException)
        {
            return new ObservedSentinel(endpoint)
            {
                Problem = failed.Message, IsDenied = SentinelReplies.IsDenied(failed),
            };
        }
    }

    /// <summary>What one server says; why it can't be asked is among it.</summary>
    public static async Task<ObservedServer> ReadServerAsync(
        SentinelNodes nodes, string endpoint, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await nodes.AskServerAsync(endpoint, cancellationToken, "INFO");
            return SentinelReplies.Server(endpoint, InfoText.Parse(reply.Text));
        }
        catch (Exception failed) when (failed is RedisErrorException or RedisConnectionException)
        {
            return new ObservedServer(endpoint)
            {
                Problem = failed.Message, IsDenied = SentinelReplies.IsDenied(failed),
            };
        }
    }

    private static async Task<string?> QuorumAsync(Func<string[], Task<RespValue>> ask, string name)
    {
        try
        {
            await ask(["SENTINEL", "CKQUORUM", name]);
            return null;
        }
        catch (RedisErrorException error)
        {
            return error.Error;
        }
    }

    private static async Task<string> ChooseAsync(
        SentinelNodes nodes, IReadOnlyList<string> seeds, string? wanted, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(seeds.Select(seed => NamesAsync(nodes, seed, cancellationToken)));
        if (answers.All(one => one.Problem is not null))
            throw new DiagnosticException([.. answers.Select(one => one.Problem!)]);
        var names = answers.SelectMany(one => one.Names).Distinct().Order(StringComparer.Ordinal).ToList();
        if (wanted is not null && names.Contains(wanted)) return wanted;
        if (wanted is null && names.Count == 1) return names[0];
        string known = names.Count == 0 ? "no master" : Amounts.List(names.Select(name => $"\"{name}\""), 20);
        throw new DiagnosticException(new Diagnostic("RI3500", "the Sentinels", $"they watch {known}",
            wanted is null ? "one must be meant" : $"\"{wanted}\" is asked for",
            "Name one that they watch with --master"));
    }

    private static async Task<(IReadOnlyList<string> Names, Diagnostic? Problem)> NamesAsync(
        SentinelNodes nodes, string seed, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await nodes.AskSentinelAsync(seed, cancellationToken, "SENTINEL", "MASTERS");
            return ([.. reply.Items.Select(one => SentinelReplies.Fields(one).GetValueOrDefault("name", ""))], null);
        }
        catch (Exception failed) when (failed is RedisErrorException or RedisConnectionException)
        {
            return ([], new Diagnostic("RI3501", $"sentinel {seed}", failed.Message.TrimEnd('.'),
                "a Sentinel is to tell the others", "Name a Sentinel that runs, and give its password in "
                + "REDISINFRA_SENTINEL_PASSWORD or with --sentinel-password-file"));
        }
    }
}
