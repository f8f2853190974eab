using System.Collections.Immutable;
using System.Globalization;
using RedisInfra.Admin.Discovery;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Sentinel;

namespace RedisInfra.Admin.Sentinel;

/// <summary>
/// A failover that loses no acknowledged write. SENTINEL FAILOVER alone loses those that the new master hadn't got, and
/// leaves two masters for some 8 s, until Sentinel makes the old one a replica. Here writes are held back first, every
/// replica that Sentinel may choose gets all of them, and the old master follows as soon as one is promoted.
/// </summary>
public sealed class SentinelHandover(SentinelNodes nodes, HandoverOptions? options = null)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(50);
    private readonly HandoverOptions _options = options ?? new HandoverOptions();

    /// <summary>Hands over.</summary>
    /// <exception cref="DiagnosticException">It isn't safe now; nothing was touched.</exception>
    /// <exception cref="SentinelStoppedException">It didn't come to its end.</exception>
    public async Task<HandoverOutcome> RunAsync(ObservedSet set, CancellationToken cancellationToken)
    {
        var refusals = HandoverRules.Refusals(set);
        if (!refusals.IsEmpty) throw new DiagnosticException(refusals);
        var old = set.Master!;
        var candidates = HandoverRules.Candidates(set);
        await CanFollowAsync(old, candidates, cancellationToken);
        long began = nodes.Time.GetTimestamp();
        bool isAsked = false;
        string? promoted = null;
        try
        {
            await PauseAsync(old, cancellationToken);
            await CatchUpAsync(old, candidates, cancellationToken);
            isAsked = true;
            isAsked = await FailoverAsync(set, cancellationToken);
            if (!isAsked) throw new SentinelStoppedException("Sentinel finds no replica to promote.");
            promoted = await PromotionAsync(set, old, candidates, cancellationToken);
            await FollowAsync(old, promoted, cancellationToken);
        }
        catch (Exception failed) when (failed is RedisConnectionException or RedisErrorException
            or SentinelStoppedException or OperationCanceledException)
        {
            // Once a failover was asked for, one may still be promoted: then the pause must outlast this process.
            bool isLifted = !isAsked && await TryResumeAsync(old);
            throw Stopped(failed, isLifted, promoted);
        }
        await TryResumeAsync(old);
        var paused = nodes.Time.GetElapsedTime(began);
        await SettleAsync(set, old, promoted, cancellationToken);
        return new HandoverOutcome(old.Endpoint, promoted, paused);
    }

    private SentinelStoppedException Stopped(Exception failed, bool isLifted, string? promoted)
    {
        string state = isLifted ? "The master is who it was, and takes writes."
            : promoted is not null ? $"{promoted} was promoted; Sentinel makes the old master its replica."
            : "Who is master is for Sentinel to say; the old one holds writes back for up to "
                + $"{_options.Pause.TotalSeconds:0} s.";
        string why = failed is OperationCanceledException ? "it was cancelled" : failed.Message;
        return new SentinelStoppedException($"RI3525 the handover stopped: {why} {state} Look with "
            + "redisinfra sentinel check, and run it again.", failed);
    }

    /// <summary>Redis 6.2 and later. A longer pause counts: each call begins it anew.</summary>
    private Task PauseAsync(ObservedServer old, CancellationToken cancellationToken) =>
        nodes.AskServerAsync(old.Endpoint, cancellationToken, "CLIENT", "PAUSE",
            ((long)_options.Pause.TotalMilliseconds).ToString(CultureInfo.InvariantCulture), "WRITE");

    /// <summary>What the master had acknowledged when the pause began, every candidate must have.</summary>
    private async Task CatchUpAsync(
        ObservedServer old, ImmutableArray<ObservedServer> candidates, CancellationToken cancellationToken)
    {
        long goal = (await SentinelReader.ReadServerAsync(nodes, old.Endpoint, cancellationToken)).Offset;
        await UntilAsync(_options.CatchUp, async () =>
        {
            var now = await ReadAsync(candidates, cancellationToken);
            return now.All(one => one is { Problem: null, IsLinkUp: true } && one.Offset >= goal)
                && now.All(one => one.ReplicationId == old.ReplicationId);
        }, () => "a replica that Sentinel may choose didn't get all that was written within "
            + $"{_options.CatchUp.TotalSeconds:0.#} s.", cancellationToken);
    }

    /// <summary>Whether a failover began; not when Sentinel finds nobody to promote.</summary>
    private async Task<bool> FailoverAsync(ObservedSet set, CancellationToken cancellationToken)
    {
        string sentinel = set.Watching.First().Endpoint;
        try
        {
            await nodes.AskSentinelAsync(sentinel, cancellationToken, "SENTINEL", "FAILOVER", set.MasterName);
            return true;
        }
        catch (RedisErrorException error) when (error.Code == "NOGOODSLAVE")
        {
            return false;
        }
    }

    /// <summary>Who follows needs masterauth where servers have passwords; a first master is easily without.</summary>
    private async Task CanFollowAsync(
        ObservedServer old, ImmutableArray<ObservedServer> candidates, CancellationToken cancellationToken)
    {
        if (await HasNoMasterAuthAsync(old, cancellationToken) != true) return;
        foreach (var one in candidates)
        {
            if (await HasNoMasterAuthAsync(one, cancellationToken) != false) continue;
            throw new DiagnosticException(new Diagnostic("RI3527", $"server {old.Endpoint}",
                $"its masterauth is empty, and that of {one.Endpoint} isn't",
                "it couldn't sign in to the new master, and would stay behind", "Set masterauth at it as well"));
        }
    }

    /// <summary>Null when it doesn't tell: CONFIG may be forbidden, and who is gone is seen later.</summary>
    private async Task<bool?> HasNoMasterAuthAsync(ObservedServer server, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await nodes.AskServerAsync(server.Endpoint, cancellationToken, "CONFIG", "GET", "masterauth");
            return reply.Items.Count == 2 ? reply.Items[1].Text.Length == 0 : null;
        }
        catch (Exception failed) when (failed is RedisConnectionException or RedisErrorException)
        {
            return null;
        }
    }

    private async Task<string> PromotionAsync(ObservedSet set, ObservedServer old,
        ImmutableArray<ObservedServer> candidates, CancellationToken cancellationToken)
    {
        string? promoted = null;
        await UntilAsync(_options.Promotion, async () =>
        {
            await PauseAsync(old, cancellationToken);
            promoted = (await ReadAsync(candidates, cancellationToken)).FirstOrDefault(
                one => one is { Problem: null, IsMaster: true })?.Endpoint;
            return promoted is not null;
        }, () => $"Sentinel promoted nobody within {_options.Promotion.TotalSeconds:0} s.", cancellationToken);
        return promoted!;
    }

    private async Task FollowAsync(ObservedServer old, string promoted, CancellationToken cancellationToken)
    {
        NodeAddress.TryParse(promoted, out var address);
        await nodes.AskServerAsync(old.Endpoint, cancellationToken,
            "REPLICAOF", address.Host, address.Port.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Everybody follows the new master, and all Sentinels name it.</summary>
    private async Task SettleAsync(
        ObservedSet before, ObservedServer old, string promoted, CancellationToken cancellationToken)
    {
        var seeds = before.Watching.Select(one => one.Endpoint).ToList();
        string missing = "";
        await UntilAsync(_options.Settling, async () =>
        {
            var now = await SentinelReader.ReadAsync(nodes, seeds, before.MasterName, cancellationToken);
            var found = SentinelHealth.Check(now).Where(one => one.Severity == Severity.Error
                && (SentinelHealth.IsUnclear(one.Code) || one.Code == "RI3510")).ToList();
            bool isDone = now.Master?.RunId == now.Identity(promoted) && found.Count == 0
                && now.Answering.Any(one => one.RunId == old.RunId && one.IsLinkUp);
            missing = found.Count > 0 ? found[0].ToString() : "The old master's link isn't up.";
            return isDone;
        }, () => $"RI3525 {promoted} was promoted, but not all follow after {_options.Settling.TotalSeconds:0} s. "
            + missing, cancellationToken);
    }

    private Task<ObservedServer[]> ReadAsync(
        ImmutableArray<ObservedServer> servers, CancellationToken cancellationToken) => Task.WhenAll(
            servers.Select(one => SentinelReader.ReadServerAsync(nodes, one.Endpoint, cancellationToken)));

    private async Task<bool> TryResumeAsync(ObservedServer old)
    {
        try
        {
            await nodes.AskServerAsync(old.Endpoint, CancellationToken.None, "CLIENT", "UNPAUSE");
            return true;
        }
        catch (Exception failed) when (failed is RedisConnectionException or RedisErrorException)
        {
            return false; // the pause ends by itself
        }
    }

    private async Task UntilAsync(
        TimeSpan limit, Func<Task<bool>> isDone, Func<string> tooLate, CancellationToken cancellationToken)
    {
        long began = nodes.Time.GetTimestamp();
        while (!await isDone())
        {
            if (nodes.Time.GetElapsedTime(began) > limit) throw new SentinelStoppedException(tooLate());
            await Task.Delay(s_poll, nodes.Time, cancellationToken);
        }
    }
}
