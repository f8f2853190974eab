using RedisInfra.Admin.Cluster;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>
/// Lets writers of servers wait for a moment. A comfort: a pause ends by itself, and nothing relies on it.
/// </summary>
internal sealed class RingPause(RingContext context, IReadOnlyList<RingCarrier> carriers) : IAsyncDisposable
{
    private static readonly TimeSpan s_endWithin = TimeSpan.FromSeconds(2);

    public async Task BeginAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        foreach (var carrier in carriers) carrier.IsPaused = true;
        await Task.WhenAll(carriers.Select(carrier => context.Nodes.ExecuteAsync(
            carrier.Server, [RingCommands.Pause(time)], cancellationToken)));
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(carriers.Select(carrier => context.Nodes.ExecuteAsync(
            carrier.Server, [RingCommands.Unpause], cancellationToken)));
        foreach (var carrier in carriers) carrier.IsPaused = false;
    }

    public async ValueTask DisposeAsync()
    {
        if (!carriers.Any(carrier => carrier.IsPaused)) return;
        using var deadline = new CancellationTokenSource(s_endWithin, context.Nodes.Time);
        try
        {
            await EndAsync(deadline.Token);
        }
        catch (Exception exception) when (NodeObserver.IsSilence(exception) || exception is OperationCanceledException)
        {
            // It ends by itself.
        }
    }
}
