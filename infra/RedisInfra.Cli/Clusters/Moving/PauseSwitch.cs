using System.Runtime.InteropServices;
using RedisInfra.Admin.Migration;

namespace RedisInfra.Cli.Clusters.Moving;

/// <summary>Pauses and resumes a move: the key p on a terminal, SIGUSR1 everywhere but on Windows.</summary>
internal sealed class PauseSwitch : IAsyncDisposable
{
    private static readonly TimeSpan KeyPoll = TimeSpan.FromMilliseconds(100);

    /// <summary>SIGUSR1 has no name in .NET: it is 10 on Linux, 30 on macOS.</summary>
    private static readonly PosixSignal Usr1 = (PosixSignal)(OperatingSystem.IsMacOS() ? 30 : 10);

    private readonly MoveControl _control;
    private readonly Action<string> _say;
    private readonly PosixSignalRegistration? _signal;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _keys;

    /// <param name="control">What is paused.</param>
    /// <param name="hasKeyboard">Whether somebody can press keys.</param>
    /// <param name="say">Told when it is paused and when it goes on.</param>
    public PauseSwitch(MoveControl control, bool hasKeyboard, Action<string> say)
    {
        (_control, _say) = (control, say);
        if (!OperatingSystem.IsWindows())
        {
            _signal = PosixSignalRegistration.Create(Usr1, context =>
            {
                context.Cancel = true;
                Toggle();
            });
        }

        _keys = hasKeyboard ? ReadKeysAsync() : Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _signal?.Dispose();
        await _end.CancelAsync();
        await _keys;
        _end.Dispose();
    }

    private void Toggle()
    {
        if (_control.IsPaused)
        {
            _control.Resume();
            _say("going on");
        }
        else
        {
            _control.Pause();
            _say("paused: p (or SIGUSR1) goes on");
        }
    }

    private async Task ReadKeysAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            while (Console.KeyAvailable)
            {
                if (Console.ReadKey(intercept: true).Key == ConsoleKey.P)
                {
                    Toggle();
                }
            }

            await Task.Delay(KeyPoll, _end.Token).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }
}
