using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>
/// Writers that go on whatever happens. A key has one writer, which knows what the key may be: the last acknowledged
/// value, or one of those sent after it that got no answer.
/// </summary>
internal sealed class ProxyWorkload : IAsyncDisposable
{
    private const int Writers = 4;
    private const int FewKeys = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, string[]> _possible = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly Func<Task<IWorkloadClient>> _connect;
    private readonly int _keysEach;
    private readonly Task _writing;
    private long _longestTicks;
    private int _acknowledged;

    private ProxyWorkload(Func<Task<IWorkloadClient>> connect, int keysEach)
    {
        (_connect, _keysEach) = (connect, keysEach);
        _writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer))));
    }

    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>The longest time from a write's first attempt to its acknowledgement since the last call.</summary>
    public TimeSpan TakeLongest() => TimeSpan.FromTicks(Interlocked.Exchange(ref _longestTicks, 0));

    public static ProxyWorkload Start(Func<Task<ProxyClient>> connect) =>
        new(async () => await connect(), FewKeys);

    /// <summary>No key is written twice, so that each lost write is found at the end.</summary>
    public static ProxyWorkload StartNumbered(Func<Task<IWorkloadClient>> connect) => new(connect, int.MaxValue);

    public Task GoesOnAsync(TimeSpan limit)
    {
        var floor = Acknowledged + (2 * Writers * FewKeys);
        return Poll.UntilAsync(
            () => Task.FromResult(Acknowledged >= floor), limit,
            () => $"{floor} acknowledged writes; {Acknowledged}");
    }

    /// <summary>Stops, and reads every key back: values that can't be, and what was read.</summary>
    public async Task<IReadOnlyList<string>> FindWrongAsync()
    {
        await _stopping.CancelAsync();
        await _writing;
        await using var client = await _connect();
        foreach (var (key, possible) in _possible)
        {
            string? found = null;
            await Poll.UntilAsync(
                async () => (found = await client.TryGetAsync(key)) is not null, TimeSpan.FromSeconds(30),
                () => $"an answer for {key}");
            if (!possible.Contains(found)) _wrong.Enqueue($"{key} is {found}, not {string.Join(" or ", possible)}");
        }

        return [.. _wrong];
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _writing;
        _stopping.Dispose();
    }

    private async Task WriteAsync(int writer)
    {
        await using var client = await _connect();
        for (var number = 0; !_stopping.IsCancellationRequested; number++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"w{writer}:{number % _keysEach}");
            var value = string.Create(CultureInfo.InvariantCulture, $"{number}");
            var before = _possible.GetValueOrDefault(key, [""]);
            var start = Stopwatch.GetTimestamp();
            _possible[key] = [.. before, value];
            while (!await client.TrySetAsync(key, value))
            {
                if (_stopping.IsCancellationRequested) return;
                await Task.Delay(Pause);
            }

            _possible[key] = [value];
            var took = Stopwatch.GetElapsedTime(start).Ticks;
            if (took > Interlocked.Read(ref _longestTicks)) Interlocked.Exchange(ref _longestTicks, took);
            Interlocked.Increment(ref _acknowledged);
            if (number % 3 == 0 && await client.TryGetAsync(key) is { } read && read != value)
                _wrong.Enqueue($"{key} was read as {read} after {value} was acknowledged");
            await Task.Delay(Pause);
        }
    }
}
