using System.Diagnostics;

namespace RedisInfra.Admin.Bench;

/// <summary>How a program ran.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Elapsed">From its start to its end, its own start-up included.</param>
/// <param name="PeakBytes">The most memory that it held at once, as last seen before its end.</param>
internal sealed record MeasuredProcess(int ExitCode, string Output, TimeSpan Elapsed, long PeakBytes)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs it; when the token fires it is killed.</summary>
    public static async Task<MeasuredProcess> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        long began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)
            ?? throw new InvalidOperationException($"{start.FileName} didn't start");
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            using var ended = new CancellationTokenSource();
            var watching = PeakAsync(process, ended.Token);
            await process.WaitForExitAsync(cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(began);
            await ended.CancelAsync();
            return new MeasuredProcess(process.ExitCode, await output + await error, elapsed, await watching);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>The system forgets a process' peak with the process.</summary>
    private static async Task<long> PeakAsync(Process process, CancellationToken ended)
    {
        long peak = 0;
        while (true)
        {
            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
                await Task.Delay(s_poll, ended);
            }
            catch (Exception exception) when (exception is InvalidOperationException or OperationCanceledException)
            {
                return peak;
            }
        }
    }
}
