using System.Diagnostics;
using System.Text;
using Redis.Tests.Commands;

namespace Redis.Tests.Kills;

/// <summary><c>redisinfra cluster …</c> as a process of its own, which tells when it begins to move slots.</summary>
internal sealed class MovingProcess : IDisposable
{
    private readonly TaskCompletionSource _moving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _said = new();
    private readonly Process _process;

    private MovingProcess(string[] arguments)
    {
        _process = CommandLine.Start(["cluster", .. arguments]);
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>All that it has written.</summary>
    public string Said
    {
        get
        {
            lock (_said) return $"{_said}";
        }
    }

    public static MovingProcess Start(params string[] arguments) => new(arguments);

    /// <summary>Runs to the end, which has to be a good one; gives what it said.</summary>
    public static async Task<string> CompleteAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Start(arguments);
        int exit = await process.EndAsync(cancellationToken);
        Assert.True(exit == 0, $"{string.Join(' ', arguments)}: {exit}\n{process.Said}");
        return process.Said;
    }

    /// <summary>Until it has said that slots move now, or has ended.</summary>
    public async Task MovingAsync(CancellationToken cancellationToken) =>
        await Task.WhenAny(_moving.Task, _process.WaitForExitAsync(cancellationToken)).WaitAsync(cancellationToken);

    /// <summary>kill -9; whether it was still there to be killed.</summary>
    public async Task<bool> KillAsync(CancellationToken cancellationToken)
    {
        const int Killed = 128 + 9;
        _process.Kill();
        return await EndAsync(cancellationToken) == Killed;
    }

    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_said) _said.AppendLine(line);
        if (line.StartsWith("moving ", StringComparison.Ordinal)
            || line.StartsWith("finishing ", StringComparison.Ordinal)) _moving.TrySetResult();
    }
}
