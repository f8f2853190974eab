using System.Collections.Immutable;
using System.Globalization;
using RedisInfra.Admin.Discovery;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Sentinel;
using RedisInfra.Model.Sentinel.Declared;

namespace RedisInfra.Admin.Sentinel.Declared;

/// <summary>Carries single steps out.</summary>
internal sealed class SetSteps(SentinelNodes nodes, SetOptions options)
{
    /// <summary>Sentinel asks replicas for their priority every 10 s.</summary>
    private static readonly TimeSpan s_heardWithin = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(300);
    private const int HoldMs = 3000;

    public async Task RunAsync(ObservedSet seen, SetStep step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case SetStep.Follow one:
                await FollowAsync(one, cancellationToken);
                break;
            case SetStep.Monitor one:
                await MonitorAsync(one, seen.MasterName, cancellationToken);
                break;
            case SetStep.SignIn one:
                await SignInAsync(one.Sentinel, seen.MasterName, cancellationToken);
                break;
            case SetStep.Set one:
                await SentinelAsync(one.Sentinel, cancellationToken, "SET", seen.MasterName, one.Option, one.Value);
                break;
            case SetStep.Configure one:
                await nodes.AskServerAsync(
                    one.Server, cancellationToken, "CONFIG", "SET", one.Option, one.Value);
                break;
            case SetStep.Heard one:
                await HeardAsync(seen, one.Servers, cancellationToken);
                break;
            case SetStep.HandOver:
                await new SentinelHandover(nodes, options.Handover).RunAsync(seen, cancellationToken);
                break;
            case SetStep.Retire one:
                await RetireAsync(one.Sentinel, seen.MasterName, cancellationToken);
                break;
            case SetStep.Forget one:
                await ForgetAsync(seen, one.Gone, cancellationToken);
                break;
        }
    }

    /// <summary>Writes wait while it is asked whether it is still empty: none is acknowledged and lost.</summary>
    private async Task FollowAsync(SetStep.Follow step, CancellationToken cancellationToken)
    {
        NodeAddress.TryParse(step.Master, out var master);
        Task<RespValue> Ask(params string[] words) => nodes.AskServerAsync(step.Server, cancellationToken, words);
        await Ask("CLIENT", "PAUSE", $"{HoldMs}", "WRITE");
        try
        {
            long keys = InfoText.Parse((await Ask("INFO", "keyspace")).Text).KeyCount;
            if (keys > 0)
            {
                throw new SentinelStoppedException($"RI3538 {step.Server} was empty and has "
                    + $"{Amounts.Count(keys, "key")} now: a client writes there. Run it again.");
            }
            await Ask("REPLICAOF", master.Host, master.Port.ToString(CultureInfo.InvariantCulture));
        }
        finally
        {
            await Ask("CLIENT", "UNPAUSE");
        }
    }

    private async Task MonitorAsync(SetStep.Monitor step, string name, CancellationToken cancellationToken)
    {
        NodeAddress.TryParse(step.Master, out var master);
        try
        {
            await SentinelAsync(step.Sentinel, cancellationToken, "MONITOR", name, master.Host,
                master.Port.ToString(CultureInfo.InvariantCulture),
                step.Quorum.ToString(CultureInfo.InvariantCulture));
        }
        catch (RedisErrorException error) when (error.Error.Contains("Duplicate", StringComparison.OrdinalIgnoreCase))
        {
            // Its own start was faster; what it watches is looked at again.
        }
    }

    private async Task SignInAsync(string sentinel, string name, CancellationToken cancellationToken)
    {
        if (options.WatchPassword is not { } password) return;
        if (options.WatchUser is { } user)
            await SentinelAsync(sentinel, cancellationToken, "SET", name, "auth-user", user);
        await SentinelAsync(sentinel, cancellationToken, "SET", name, "auth-pass", password);
    }

    private async Task RetireAsync(string sentinel, string name, CancellationToken cancellationToken)
    {
        try
        {
            await SentinelAsync(sentinel, cancellationToken, "REMOVE", name);
        }
        catch (RedisErrorException error)
            when (error.Error.Contains("No such master", StringComparison.OrdinalIgnoreCase))
        {
            // It let go already.
        }
    }

    private async Task HeardAsync(
        ObservedSet seen, ImmutableArray<string> servers, CancellationToken cancellationToken)
    {
        long began = nodes.Time.GetTimestamp();
        var ids = servers.Select(seen.Identity).ToHashSet();
        foreach (string sentinel in seen.Watching.Select(one => one.Endpoint))
        {
            while (true)
            {
                var now = await SentinelReader.ReadSentinelAsync(nodes, sentinel, seen.MasterName, cancellationToken);
                bool has = now.Problem is null && now.Replicas.All(
                    one => one.Priority == 0 || !ids.Contains(seen.Identity(one.Endpoint)));
                if (has) break;
                if (nodes.Time.GetElapsedTime(began) > s_heardWithin)
                {
                    throw new SentinelStoppedException($"RI3538 sentinel {sentinel} hasn't heard within "
                        + $"{s_heardWithin.TotalSeconds:0} s that {string.Join(", ", servers)} must not be promoted. "
                        + "Look at its log, and run it again: it continues.");
                }
                await Task.Delay(s_poll, nodes.Time, cancellationToken);
            }
        }
    }

    /// <summary>Those that let go are up, and don't count any more.</summary>
    private async Task ForgetAsync(
        ObservedSet seen, ImmutableArray<StaleInstance> gone, CancellationToken cancellationToken)
    {
        var letGo = ImmutableArray.CreateBuilder<StaleInstance>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in gone.Where(one => one.IsSentinel))
        {
            var now = await SentinelReader.ReadSentinelAsync(nodes, one.Endpoint, seen.MasterName, cancellationToken);
            if (now.Problem is not null) continue;
            if (now.IsWatching)
                throw new SentinelStoppedException($"RI3538 sentinel {one.Endpoint} watches again. Run it again.");
            letGo.Add(one);
            ids.Add(now.Id);
        }
        var rest = seen with { Sentinels = [.. seen.Sentinels.Where(one => !ids.Contains(one.Id))] };
        await new SentinelPruner(nodes, options.Say).RunAsync(rest, gone, letGo.ToImmutable(), cancellationToken);
    }

    private Task<RespValue> SentinelAsync(
        string endpoint, CancellationToken cancellationToken, params string[] words) =>
        nodes.AskSentinelAsync(endpoint, cancellationToken, ["SENTINEL", .. words]);
}
