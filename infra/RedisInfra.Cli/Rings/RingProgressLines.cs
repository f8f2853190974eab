using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Cli.Clusters.Commands;

namespace RedisInfra.Cli.Rings;

/// <summary>A line for each step of a move, and one every few seconds.</summary>
internal sealed class RingProgressLines(CommandOutput output, TimeProvider time)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private string _step = "";
    private long _last;

    public void Show(RingMoveProgress progress)
    {
        lock (_lock)
        {
            if (progress.Step == _step && time.GetElapsedTime(_last) < Between)
            {
                return;
            }

            _step = progress.Step;
            _last = time.GetTimestamp();
        }

        output.Say($"{progress}");
    }
}
