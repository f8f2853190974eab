using System.Collections.Concurrent;

namespace RedisInfra.Admin.Bench.Workload;

/// <summary>What all lanes count together.</summary>
internal sealed class WorkloadLedger
{
    private const int MaxSamples = 20;
    private readonly ConcurrentQueue<string> _samples = new();
    private long _operations;
    private long _errors;
    private long _retries;
    private long _lost;
    private long _stale;
    private long _expiriesLost;

    public LatencyHistogram Latency { get; } = new();

    public void Done(TimeSpan time)
    {
        Interlocked.Increment(ref _operations);
        Latency.Add(time);
    }

    public void Retry() => Interlocked.Increment(ref _retries);

    public void Error(string lane, string what) => Count(ref _errors, $"{lane}: {what}");

    public void Lost(string what) => Count(ref _lost, $"lost: {what}");

    public void Stale(string what) => Count(ref _stale, $"stale: {what}");

    public void ExpiryLost(string what) => Count(ref _expiriesLost, $"expiry: {what}");

    /// <summary>Operations and times begin anew; what went wrong stays.</summary>
    public void Restart()
    {
        Interlocked.Exchange(ref _operations, 0);
        Latency.Clear();
    }

    public WorkloadReport Report(TimeSpan elapsed) => new(
        Volatile.Read(ref _operations), Volatile.Read(ref _errors), Volatile.Read(ref _retries),
        Volatile.Read(ref _lost), Volatile.Read(ref _stale), Volatile.Read(ref _expiriesLost), elapsed,
        Latency.Percentile(50), Latency.Percentile(99), Latency.Percentile(99.9), [.. _samples]);

    private void Count(ref long counter, string sample)
    {
        Interlocked.Increment(ref counter);
        if (_samples.Count < MaxSamples) _samples.Enqueue(sample);
    }
}
