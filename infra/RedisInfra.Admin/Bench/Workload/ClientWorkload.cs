using System.Net;
using StackExchange.Redis;

namespace RedisInfra.Admin.Bench.Workload;

/// <summary>
/// A steady mix of what applications do (GET, SET, INCR, several keys with a hash tag, times to live, large values,
/// lists, streams) through the client that our users have, at a fixed rate: operations are begun when they are due,
/// whether earlier ones are answered or not, so that a stall is counted in full. It knows what it was told: a lost
/// write, an old value or a lost expiry is found.
/// </summary>
public sealed class ClientWorkload : IAsyncDisposable
{
    /// <summary>A lane that is behind by more begins its schedule anew.</summary>
    private static readonly TimeSpan s_maxBehind = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_connectWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_connectPoll = TimeSpan.FromMilliseconds(10);
    private readonly ConnectionMultiplexer _client;
    private readonly WorkloadOptions _options;
    private readonly TimeProvider _time;
    private readonly WorkloadLedger _ledger = new();
    private readonly WorkloadLane[] _lanes;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private readonly long _origin;
    private long _since;

    private ClientWorkload(ConnectionMultiplexer client, WorkloadOptions options, TimeProvider time)
    {
        (_client, _options, _time) = (client, options, time);
        _since = _origin = time.GetTimestamp();
        _lanes = Lanes.Make(new LaneContext(client.GetDatabase(), _ledger, options, time));
    }

    /// <summary>Connects; the client finds the other nodes by itself.</summary>
    /// <param name="endpoints">Some of the cluster's nodes.</param>
    /// <param name="options">What to do.</param>
    /// <param name="time">The clock; the system's when left out.</param>
    /// <param name="cancellationToken">Stops connecting.</param>
    public static async Task<ClientWorkload> ConnectAsync(
        IEnumerable<EndPoint> endpoints, WorkloadOptions options, TimeProvider? time,
        CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationOptions
        {
            AbortOnConnectFail = false,
            ConnectTimeout = 5000,
            Password = options.Password,
            ClientName = "redisinfra-load",
            TieBreaker = "",
        };
        foreach (var endpoint in endpoints) configuration.EndPoints.Add(endpoint);
        var client = await ConnectionMultiplexer.ConnectAsync(configuration).WaitAsync(cancellationToken);
        await WholeAsync(client, time ?? TimeProvider.System, cancellationToken);
        return new ClientWorkload(client, options, time ?? TimeProvider.System);
    }

    /// <summary>Begins.</summary>
    public void Start()
    {
        _since = _time.GetTimestamp();
        _running = Task.WhenAll(_lanes.Select((lane, i) => RunAsync(lane, i)));
    }

    /// <summary>What was counted since the start or the last call; operations and times begin anew.</summary>
    public WorkloadReport Lap()
    {
        var report = _ledger.Report(_time.GetElapsedTime(_since));
        _ledger.Restart();
        _since = _time.GetTimestamp();
        return report;
    }

    /// <summary>Stops, looks whether everything that was acknowledged is there, and tells what was seen.</summary>
    public async Task<WorkloadReport> StopAsync(CancellationToken cancellationToken)
    {
        var elapsed = _time.GetElapsedTime(_since);
        await _stop.CancelAsync();
        await _running.WaitAsync(cancellationToken);
        foreach (var lane in _lanes)
        {
            if (await TryAsync(lane.CheckAsync, cancellationToken) is { } failure)
                _ledger.Error(lane.Name, $"the last check: {failure}");
        }
        return _ledger.Report(elapsed);
    }

    /// <summary>Stops and disconnects.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _client.Close(allowCommandsToComplete: false);
        _client.Dispose();
        _stop.Dispose();
    }

    /// <summary>
    /// The client says that it is connected when some node is. What is sent to another before would count as an error,
    /// and is none of the servers'.
    /// </summary>
    private static async Task WholeAsync(
        ConnectionMultiplexer client, TimeProvider time, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (client.GetEndPoints().Any(endpoint => !client.GetServer(endpoint).IsConnected)
            && time.GetElapsedTime(start) < s_connectWithin)
            await Task.Delay(s_connectPoll, time, cancellationToken);
    }

    private async Task RunAsync(WorkloadLane lane, int index)
    {
        var interval = TimeSpan.FromSeconds((double)_lanes.Length / _options.RatePerSecond);
        var due = _time.GetElapsedTime(_origin) + (interval * index / _lanes.Length);
        while (!_stop.IsCancellationRequested)
        {
            var wait = due - _time.GetElapsedTime(_origin);
            bool isLate = wait < TimeSpan.Zero;
            if (!isLate && !await WaitAsync(wait)) return;
            // From when it was due, if an earlier one kept it; else from now: the timer's delay isn't the servers'.
            var began = isLate ? due : _time.GetElapsedTime(_origin);
            string? failure = await TryAsync(lane.StepAsync, CancellationToken.None);
            var now = _time.GetElapsedTime(_origin);
            if (failure is null) _ledger.Done(now - began);
            else _ledger.Error(lane.Name, failure);
            due = now - due > s_maxBehind ? now : due + interval;
        }
    }

    private async Task<bool> WaitAsync(TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait, _time, _stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<string?> TryAsync(
        Func<CancellationToken, Task> operation, CancellationToken cancellationToken)
    {
        try
        {
            await operation(cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return $"{exception.GetType().Name}: {exception.Message}";
        }
    }
}
