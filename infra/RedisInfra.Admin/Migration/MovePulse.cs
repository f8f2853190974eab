using RedisInfra.Admin.Cluster;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// Beside a running move: tells of its progress several times a second, and gives up when there is none.
/// </summary>
internal sealed class MovePulse(INodes nodes, MoveOptions options, MoveTally tally, MoveStop stop) : IDisposable
{
    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource _end = new();

    /// <summary>Beats until <see cref="End"/>.</summary>
    public async Task RunAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(s_beat, nodes.Time, _end.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            Report();
            bool isPaused = options.Control is { IsPaused: true };
            if (isPaused) tally.Step();
            else if (tally.Idle > options.StallTimeout)
                stop.Stall($"nothing went forward for {options.StallTimeout.TotalSeconds:0} s{Waiting()}");
        }
        Report();
    }

    public void End() => _end.Cancel();

    public void Dispose() => _end.Dispose();

    private string Waiting() => tally.Waiting is { } reason ? $" ({reason})" : "";

    private void Report()
    {
        if (options.Progress is { } tell && tally.Progress(options.Control is { IsPaused: true }) is { } progress)
            tell(progress);
    }
}
