using System.Diagnostics;
using System.Text;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>The command line as a process of its own: what it wrote, and how it ended.</summary>
internal sealed class CliRun : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _text = new();
    private readonly Task _reading;

    public CliRun(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "redisinfra.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Both streams so far, in the order in which lines came.</summary>
    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    public async Task<CliResult> EndAsync(TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
            await _reading.WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            Assert.Fail($"not ended within {limit.TotalSeconds:0} s:\n{Text}");
        }

        return new CliResult(_process.ExitCode, Text);
    }

    /// <summary>Until it wrote this, or ended.</summary>
    public Task WaitForAsync(string text, TimeSpan limit) =>
        Poll.UntilAsync(() => Task.FromResult(HasExited || Text.Contains(text, StringComparison.Ordinal)), limit,
            () => $"\"{text}\" in:\n{Text}");

    /// <summary>It keeps what it holds and does nothing, until <see cref="ContinueAsync"/>.</summary>
    public Task SuspendAsync() => SignalAsync("STOP");

    public Task ContinueAsync() => SignalAsync("CONT");

    /// <summary>kill -9: this process alone, as an operator or the system would.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_text)
            {
                _text.AppendLine(line);
            }
        }
    }
}
