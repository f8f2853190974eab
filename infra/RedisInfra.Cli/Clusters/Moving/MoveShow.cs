using RedisInfra.Admin.Migration;
using RedisInfra.Cli.Clusters.Commands;
using Spectre.Console;

namespace RedisInfra.Cli.Clusters.Moving;

/// <summary>
/// Shows a move while it goes on: one live line on a terminal, elsewhere a line every few seconds. Pauses it on demand.
/// </summary>
internal sealed class MoveShow(CommandOutput output, TimeProvider time)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private long _lastLine;
    private MoveProgress? _last;

    public async Task<T> RunAsync<T>(MoveOptions options, Func<MoveOptions, Task<T>> work)
    {
        var control = new MoveControl();
        _lastLine = time.GetTimestamp();
        if (!output.IsLive)
        {
            await using var pause = new PauseSwitch(control, hasKeyboard: false, output.Say);
            return await work(options with { Control = control, Progress = Line, Say = output.Say });
        }

        return await output.Console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new TaskDescriptionColumn())
            .StartAsync(async shown =>
            {
                var task = shown.AddTask("looking");
                await using var pause = new PauseSwitch(
                    control, !Console.IsInputRedirected, line => task.Description = Markup.Escape(line));
                return await work(options with
                {
                    Control = control,
                    Progress = progress => Show(task, progress),
                    Say = line => task.Description = Markup.Escape(line),
                });
            });
    }

    private static void Show(ProgressTask task, MoveProgress progress)
    {
        task.MaxValue = Math.Max(1, progress.SlotsTotal);
        task.Value = progress.SlotsDone;
        task.Description = Markup.Escape(ProgressText.Of(progress))
            + (progress.IsPaused ? "" : "  [grey](p pauses)[/]");
    }

    private void Line(MoveProgress progress)
    {
        lock (_lock)
        {
            var isLast = progress.SlotsDone == progress.SlotsTotal && _last?.SlotsDone != progress.SlotsDone;
            var isDue = time.GetElapsedTime(_lastLine) >= BetweenLines || progress.IsPaused != _last?.IsPaused;
            if (_last is null || isLast || (isDue && progress != _last))
            {
                _lastLine = time.GetTimestamp();
                output.Say(ProgressText.Of(progress));
            }

            _last = progress;
        }
    }
}
