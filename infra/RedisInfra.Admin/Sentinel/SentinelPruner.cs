using System.Collections.Immutable;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Sentinel;

namespace RedisInfra.Admin.Sentinel;

/// <summary>
/// Makes Sentinels forget who is gone: SENTINEL RESET at one after the other. Sentinel's documentation asks for 30 s
/// between two; here each must know all others and all replicas again before the next is reset.
/// </summary>
public sealed class SentinelPruner(SentinelNodes nodes, Action<string> say)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(200);

    /// <summary>For one Sentinel to find the others and the replicas again. 60 s by default.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Forgets what is stale; gives what it was, nothing when nothing is.</summary>
    /// <exception cref="DiagnosticException">It isn't safe now; nothing was touched.</exception>
    /// <exception cref="SentinelStoppedException">A Sentinel didn't find the others again; the next weren't
    /// touched.</exception>
    public async Task<ImmutableArray<StaleInstance>> RunAsync(ObservedSet set, CancellationToken cancellationToken)
    {
        var stale = PruneRules.Stale(set);
        await RunAsync(set, stale, [], cancellationToken);
        return stale;
    }

    /// <summary>Forgets those, and Sentinels that let go by themselves.</summary>
    /// <param name="set">What was seen, without those that let go.</param>
    /// <param name="stale">All who are to be forgotten.</param>
    /// <param name="letGo">Those of them that don't watch any more, but answer.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <inheritdoc cref="RunAsync(ObservedSet, CancellationToken)"/>
    public async Task RunAsync(ObservedSet set, ImmutableArray<StaleInstance> stale,
        ImmutableArray<StaleInstance> letGo, CancellationToken cancellationToken)
    {
        if (stale.IsEmpty) return;
        var refusals = PruneRules.Refusals(set, letGo);
        if (!refusals.IsEmpty) throw new DiagnosticException(refusals);
        foreach (string endpoint in stale.SelectMany(one => one.KnownBy).Distinct().Order(StringComparer.Ordinal))
        {
            await ForgetAsync(set, endpoint, stale, letGo, cancellationToken);
            say($"{endpoint} has forgotten them and knows all others again.");
        }
    }

    private async Task ForgetAsync(
        ObservedSet set, string endpoint, ImmutableArray<StaleInstance> stale, ImmutableArray<StaleInstance> letGo,
        CancellationToken cancellationToken)
    {
        long began = nodes.Time.GetTimestamp();
        try
        {
            await StillCertainAsync(set, letGo, cancellationToken);
            await nodes.AskSentinelAsync(endpoint, cancellationToken, "SENTINEL", "RESET", set.MasterName);
        }
        catch (Exception failed) when (failed is RedisConnectionException or RedisErrorException)
        {
            throw new SentinelStoppedException($"RI3526 forgetting stopped at sentinel {endpoint}: {failed.Message}. "
                + "Run it again: it continues.", failed);
        }
        while (!PruneRules.IsWhole(set,
            await SentinelReader.ReadSentinelAsync(nodes, endpoint, set.MasterName, cancellationToken), stale))
        {
            if (nodes.Time.GetElapsedTime(began) > Limit)
            {
                throw new SentinelStoppedException($"RI3526 sentinel {endpoint} was reset and doesn't know all others "
                    + $"and all replicas again after {Limit.TotalSeconds:0} s; the next ones weren't touched. Look at "
                    + "its log, then run it again: it continues.");
            }
            await Task.Delay(s_poll, nodes.Time, cancellationToken);
        }
    }

    /// <summary>A failover that began meanwhile ends it before the next Sentinel loses its memory.</summary>
    private async Task StillCertainAsync(
        ObservedSet set, ImmutableArray<StaleInstance> letGo, CancellationToken cancellationToken)
    {
        var now = await SentinelReader.ReadAsync(
            nodes, [.. set.Watching.Select(one => one.Endpoint)], set.MasterName, cancellationToken);
        now = now with
        {
            Sentinels = [.. now.Sentinels.Where(one => letGo.All(gone => gone.Endpoint != one.Endpoint))],
        };
        var refusals = PruneRules.Refusals(now, letGo);
        if (now.Master?.RunId == set.Master?.RunId && refusals.IsEmpty) return;
        throw new SentinelStoppedException("RI3526 forgetting stopped: the set isn't as it was when it began. "
            + $"{(refusals.IsEmpty ? "It has another master." : refusals[0].ToString())} Run it again: it continues.");
    }
}
