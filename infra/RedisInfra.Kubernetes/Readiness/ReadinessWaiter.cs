using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes.Readiness;

/// <summary>
/// Waits until objects are ready, driven by watches. Says at once why something isn't, and gives up early when a reason
/// that rarely goes by itself stays for longer than its grace.
/// </summary>
public sealed class ReadinessWaiter(KubeClient client, ReadinessOptions? options = null, TimeProvider? time = null)
{
    private readonly ReadinessOptions _options = options ?? new ReadinessOptions();
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Waits until <paramref name="o"/>, as it was applied, is ready.</summary>
    /// <param name="o">The object as the server returned it.</param>
    /// <param name="progress">Gets how far it is, and each new reason ("warning: …"), whenever that changes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The object as it is then.</returns>
    /// <exception cref="ReadinessException">It isn't ready in time, or a reason stayed for too long.</exception>
    /// <exception cref="KubeException">The server refused to let it be watched.</exception>
    public async Task<JsonObject> WaitAsync(
        JsonObject o, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (!ReadinessRules.Waits(o))
        {
            return o;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var run = new WaitRun(client, o, ended.Token);
        var clock = new GraceClock(_options);
        var report = new ProgressReport(progress);
        var start = _time.GetTimestamp();
        var timeout = _options.TimeoutOf(o);
        try
        {
            while (true)
            {
                var elapsed = _time.GetElapsedTime(start);
                var next = timeout;
                if (await run.SnapshotAsync(cancellationToken) is var (live, related))
                {
                    var state = ReadinessRules.Check(live, related);
                    if (state.IsReady)
                    {
                        return live;
                    }

                    report.Say(state);
                    var (over, due) = clock.Update(state.Reasons, elapsed);
                    if (over.Count > 0 || elapsed >= timeout)
                    {
                        throw await GiveUpAsync(live, state, over, elapsed, cancellationToken);
                    }

                    next = due is { } early && early < timeout ? early : timeout;
                }
                else if (elapsed >= timeout)
                {
                    throw await GiveUpAsync(
                        o, ReadinessState.Waiting("nothing heard of it"), [], elapsed, cancellationToken);
                }

                await run.ChangedAsync(next - elapsed, _time, cancellationToken);
            }
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    private async Task<ReadinessException> GiveUpAsync(
        JsonObject o, ReadinessState state, IReadOnlyList<NotReadyReason> over, TimeSpan elapsed,
        CancellationToken cancellationToken)
    {
        var isTimeout = over.Count == 0;
        var place = o.Namespace() is { } ns ? $"{ns}/{o.Name()}" : o.Name();
        // The fatal ones first; the others may explain them.
        var reasons = over.Concat(state.Reasons.Except(over)).ToList();
        var lines = new List<string>
        {
            isTimeout
                ? $"{o.Kind()} {place} isn't ready after {elapsed.TotalSeconds:0} s: {state.Summary}"
                : $"{o.Kind()} {place} can't become ready: {state.Summary}",
        };
        foreach (var reason in reasons)
        {
            lines.Add($"  {reason}");
            if (reason is { Container: { } container, Kind: ReasonKind.CrashLoop or ReasonKind.Failed })
            {
                lines.AddRange((await LogAsync(o, reason.About, container, cancellationToken))
                    .Select(l => $"    | {l}"));
            }
        }

        return new ReadinessException(string.Join('\n', lines), reasons, isTimeout, o);
    }

    /// <summary>The last lines of the run that ended, or of the one that goes on.</summary>
    private async Task<IReadOnlyList<string>> LogAsync(
        JsonObject o, string pod, string container, CancellationToken cancellationToken)
    {
        foreach (var previous in new[] { true, false })
        {
            try
            {
                var log = await client.LogsAsync(pod, container, 5, previous, o.Namespace(), cancellationToken);
                var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
                if (lines.Length > 0)
                {
                    return lines;
                }
            }
            catch (KubeException)
            {
                // No such run, or no right to read logs.
            }
        }

        return [];
    }
}
