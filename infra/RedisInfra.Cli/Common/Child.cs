using System.Diagnostics;

namespace RedisInfra.Cli.Common;

/// <summary>Runs a program to its end. When the token fires the program and what it started are killed.</summary>
internal static class Child
{
    /// <summary>Gives every line of output to <paramref name="line"/> (from one thread at a time).</summary>
    public static async Task<int> RunAsync(
        string file, IEnumerable<string> arguments, Action<string>? line, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Start(start);
        process.StandardInput.Close();
        var gate = new Lock();
        var readers = Task.WhenAll(Read(process.StandardOutput), Read(process.StandardError));
        return await WaitAsync(process, readers, cancellationToken);

        async Task Read(StreamReader reader)
        {
            while (await reader.ReadLineAsync(cancellationToken) is { } text)
            {
                lock (gate)
                {
                    line?.Invoke(text);
                }
            }
        }
    }

    /// <summary>Lets the program have the terminal.</summary>
    public static async Task<int> RunAttachedAsync(
        string file, IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        using var process = Start(new ProcessStartInfo(file, arguments) { WorkingDirectory = folder });
        return await WaitAsync(process, Task.CompletedTask, cancellationToken);
    }

    private static Process Start(ProcessStartInfo start) =>
        Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");

    /// <summary>
    /// What the program left running may hold its output open: lines it wrote itself are here within moments. Short
    /// pauses, so that a machine that stalls takes only one of them from the reader.
    /// </summary>
    private static async Task ReadAsync(Task readers, CancellationToken cancellationToken)
    {
        const int Pauses = 10;
        for (int pause = 0; pause < Pauses && !readers.IsCompleted; pause++)
            await Task.WhenAny(readers, Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken));
    }

    private static async Task<int> WaitAsync(Process process, Task readers, CancellationToken cancellationToken)
    {
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            await ReadAsync(readers, cancellationToken);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
