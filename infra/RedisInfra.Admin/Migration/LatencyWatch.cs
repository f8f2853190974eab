using System.Collections.Concurrent;
using RedisInfra.Admin.Cluster;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// Feels what clients feel: a PING every few milliseconds, over a connection of its own, at each end of what moves.
/// Does nothing when there is no limit.
/// </summary>
internal sealed class LatencyWatch(INodes nodes, MoveTally tally, TimeSpan? limit) : IAsyncDisposable
{
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_calmPoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_restAtMost = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Probe> _probes = new();
    private readonly CancellationTokenSource _end = new();

    /// <summary>Begins to watch members; those that are watched already stay so.</summary>
    public void Watch(params ReadOnlySpan<Member> members)
    {
        if (limit is null) return;
        foreach (var member in members)
        {
            var probe = new Probe(nodes, member);
            if (_probes.TryAdd(member.Name, probe)) probe.Run(s_between, _end.Token);
        }
    }

    /// <summary>After work between two members that took so long: says how to go on, and rests.</summary>
    public async Task YieldAsync(SlotWindow window, LatencyShare share, TimeSpan took, CancellationToken abort)
    {
        if (limit is not { } most) return;
        share.Seen(Worst(window), most);
        var rest = share.Rest(took);
        if (rest > TimeSpan.Zero) await Task.Delay(rest < s_restAtMost ? rest : s_restAtMost, nodes.Time, abort);
    }

    /// <summary>Waits until both ends are within the limit; for work that can't be slowed down once it runs.</summary>
    public async Task CalmAsync(SlotWindow window, CancellationToken stop)
    {
        if (limit is not { } most) return;
        Watch(window.From, window.To);
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(s_calmPoll, nodes.Time, CancellationToken.None);
            var worst = Worst(window);
            if (worst <= most) return;
            tally.Waiting = $"a PING takes {worst.TotalMilliseconds:0.#} ms at {window.From.Name} or {window.To.Name}, "
                + $"and more than {most.TotalMilliseconds:0.#} ms is not allowed";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_probes.Values.Select(probe => probe.Running));
        _end.Dispose();
    }

    /// <summary>The longest of what was measured at both ends since the last call.</summary>
    private TimeSpan Worst(SlotWindow window)
    {
        var (from, to) = (_probes[window.From.Name].Take(), _probes[window.To.Name].Take());
        return from > to ? from : to;
    }

    /// <summary>One member's PINGs.</summary>
    private sealed class Probe(INodes nodes, Member member)
    {
        private readonly Lock _lock = new();
        private TimeSpan _worst;
        private long? _sent;

        public Task Running { get; private set; } = Task.CompletedTask;

        public void Run(TimeSpan between, CancellationToken end) => Running = RunAsync(between, end);

        public TimeSpan Take()
        {
            lock (_lock)
            {
                var worst = _worst;
                _worst = TimeSpan.Zero;
                // One that has no answer yet has taken so long at least.
                if (_sent is { } sent && nodes.Time.GetElapsedTime(sent) is var open && open > worst) worst = open;
                return worst;
            }
        }

        private async Task RunAsync(TimeSpan between, CancellationToken end)
        {
            while (!end.IsCancellationRequested)
            {
                try
                {
                    await OnceAsync(end);
                    await Task.Delay(between, nodes.Time, end);
                }
                catch (Exception exception)
                    when (NodeObserver.IsSilence(exception) || exception is OperationCanceledException)
                {
                    // A node that doesn't answer is noticed by whoever moves its slots.
                    lock (_lock) _sent = null;
                    if (!end.IsCancellationRequested) await Task.Delay(s_calmPoll, nodes.Time, CancellationToken.None);
                }
            }
        }

        private async Task OnceAsync(CancellationToken end)
        {
            long sent = nodes.Time.GetTimestamp();
            lock (_lock) _sent = sent;
            await nodes.SendAsync(member, [SlotCommands.Ping], new SendOptions(Aside: true), end);
            var took = nodes.Time.GetElapsedTime(sent);
            lock (_lock)
            {
                _sent = null;
                if (took > _worst) _worst = took;
            }
        }
    }
}
