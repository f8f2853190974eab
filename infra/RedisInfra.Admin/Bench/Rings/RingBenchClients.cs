using System.Diagnostics;
using RedisInfra.Admin.Bench.Workload;
using RedisInfra.Admin.Resp;

namespace RedisInfra.Admin.Bench.Rings;

/// <summary>
/// Clients of the proxy: two of three operations write, the third reads a key that was written. A key has one client,
/// which sends a write again until it is acknowledged, so there is one value that it may have. A write's time runs from
/// the moment at which it was due when an earlier one held it up: a pause counts for all that had to wait in it.
/// </summary>
internal sealed class RingBenchClients(BenchProxies proxies, RingBenchKeys keys, int perSecond) : IAsyncDisposable
{
    private const int Clients = 8;
    private readonly CancellationTokenSource _stop = new();
    private readonly LatencyHistogram _times = new();
    private Task _running = Task.CompletedTask;
    private long _reads;
    private long _retries;
    private long _stale;
    private long _slowestTicks;
    private string _slowestStep = "";

    /// <summary>What the mover does now.</summary>
    public string Step { get; set; } = "";

    public void Start() => _running = Task.WhenAll(
        Enumerable.Range(0, Clients).Select(client => Task.Run(() => RunAsync(client))));

    /// <summary>What was seen since the last lap.</summary>
    public RingBenchLap Lap()
    {
        var lap = new RingBenchLap(_times.Count, Interlocked.Exchange(ref _reads, 0),
            Interlocked.Exchange(ref _retries, 0), Interlocked.Exchange(ref _stale, 0),
            _times.Percentile(50), _times.Percentile(99), _times.Percentile(100), _slowestStep);
        _times.Clear();
        (_slowestTicks, _slowestStep) = (0, "");
        return lap;
    }

    /// <summary>Ends them; every write that was sent is acknowledged then.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync(int client)
    {
        var random = new Random(client);
        var between = TimeSpan.FromSeconds((double)Clients / perSecond);
        long start = Stopwatch.GetTimestamp();
        RespConnection? proxy = null;
        for (long i = 0; !_stop.IsCancellationRequested; i++)
        {
            var wait = (between * i) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, CancellationToken.None);
            var late = wait < TimeSpan.Zero ? -wait : TimeSpan.Zero;
            int key = (random.Next((keys.Count - client + Clients - 1) / Clients) * Clients) + client;
            long began = Stopwatch.GetTimestamp();
            if (i % 3 == 2)
            {
                (proxy, var reply) = await SendAsync(proxy, RespCommand.Of("GET", KeyLoader.Key(key)));
                if (reply.Text != keys.Expected(key)) Interlocked.Increment(ref _stale);
                Interlocked.Increment(ref _reads);
                continue;
            }
            (proxy, _) = await SendAsync(proxy, keys.Write(key));
            keys[key]++;
            Count(late + Stopwatch.GetElapsedTime(began));
        }
        if (proxy is not null) await proxy.DisposeAsync();
    }

    private void Count(TimeSpan time)
    {
        _times.Add(time);
        if (time.Ticks <= Volatile.Read(ref _slowestTicks)) return;
        Volatile.Write(ref _slowestTicks, time.Ticks);
        _slowestStep = Step;
    }

    private async Task<(RespConnection Proxy, RespValue Reply)> SendAsync(RespConnection? proxy, RespCommand command)
    {
        while (true)
        {
            try
            {
                proxy ??= await proxies.ConnectAsync(CancellationToken.None);
                return (proxy, await proxy.ExecuteAsync(command, CancellationToken.None));
            }
            catch (Exception exception) when (exception is RedisErrorException or RedisConnectionException)
            {
                Interlocked.Increment(ref _retries);
                if (proxy is not null) await proxy.DisposeAsync();
                proxy = null;
                await Task.Delay(1, CancellationToken.None);
            }
        }
    }
}
