using System.Diagnostics;
using System.Globalization;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>One client that writes all the time, each number after the one before was acknowledged.</summary>
internal sealed class ZookeeperWorkload : IAsyncDisposable
{
    public const string Path = "/count";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);
    private readonly CancellationTokenSource _stop = new();
    private readonly ZookeeperClient _client;
    private readonly Task _running;
    private long _longestTicks;
    private int _acknowledged;

    private ZookeeperWorkload(ZookeeperClient client) =>
        (_client, _running) = (client, Task.Run(RunAsync));

    /// <summary>The last number that was acknowledged.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    public static async Task<ZookeeperWorkload> StartAsync(ZookeeperClient client)
    {
        await client.CreateAsync(Path, "0");
        return new ZookeeperWorkload(client);
    }

    /// <summary>How long one write waited at most since this was asked.</summary>
    public TimeSpan TakeLongest() => TimeSpan.FromTicks(Interlocked.Exchange(ref _longestTicks, 0));

    /// <summary>Writes go on: a majority serves.</summary>
    public Task GoesOnAsync(TimeSpan limit)
    {
        int from = Acknowledged;
        return Poll.UntilAsync(
            () => Task.FromResult(_running.IsFaulted || Acknowledged > from + 3), limit,
            () => $"more writes than {from}; {_running.Exception?.Message}");
    }

    /// <summary>Ends, and throws what ended it before.</summary>
    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        return Acknowledged;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _client.DisposeAsync();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        for (int number = 1; !_stop.IsCancellationRequested; number++)
        {
            long start = Stopwatch.GetTimestamp();
            await _client.WriteAsync(Path, number.ToString(CultureInfo.InvariantCulture));
            long ticks = Stopwatch.GetElapsedTime(start).Ticks;
            if (ticks > Interlocked.Read(ref _longestTicks)) Interlocked.Exchange(ref _longestTicks, ticks);
            Volatile.Write(ref _acknowledged, number);
            await Task.Delay(s_pause, CancellationToken.None);
        }
    }
}
