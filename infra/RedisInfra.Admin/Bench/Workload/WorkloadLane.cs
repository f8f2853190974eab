using StackExchange.Redis;

namespace RedisInfra.Admin.Bench.Workload;

/// <summary>
/// Does one operation after the other on keys of its own, and knows what must be there. Writes are numbered: what was
/// acknowledged must be found, what was only tried may be.
/// </summary>
internal abstract class WorkloadLane(string name, LaneContext context)
{
    private const int MaxRetryPauseMs = 20;
    private const int RetriesForEachMs = 50;

    /// <summary>What its keys begin with; no two lanes have the same.</summary>
    public string Name { get; } = name;

    protected IDatabase Database => context.Database;

    protected LaneContext Context => context;

    protected WorkloadLedger Ledger => context.Ledger;

    /// <summary>The highest number that was sent.</summary>
    protected long Tried { get; private set; }

    /// <summary>The highest number that was acknowledged.</summary>
    protected long Known { get; private set; }

    /// <summary>The next operation. What the client throws goes through.</summary>
    public abstract Task StepAsync(CancellationToken cancellationToken);

    /// <summary>Looks whether everything is there that was acknowledged.</summary>
    public abstract Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>Writes the next number.</summary>
    protected async Task WriteAsync(Func<long, Task> write, CancellationToken cancellationToken)
    {
        long number = ++Tried;
        await SendAsync(async () =>
        {
            await write(number);
            return true;
        }, cancellationToken);
        Known = number;
    }

    /// <summary>Judges a number that was read: null for none.</summary>
    protected void Judge(string key, long? read)
    {
        if (read is null && Known > 0) Ledger.Lost($"{key} is gone, {Known} was acknowledged");
        else if (read < Known) Ledger.Stale($"{key} is {read}, {Known} was acknowledged");
        else if (read > Tried) Ledger.Stale($"{key} is {read}, but no more than {Tried} was written");
    }

    /// <summary>
    /// Sends; again when the keys' slot is half moved (TRYAGAIN), as the Redis Cluster specification asks of clients,
    /// and when a redirection leads to another: this client follows one only, where others follow 5 to 16.
    /// </summary>
    protected async Task<T> SendAsync<T>(Func<Task<T>> send, CancellationToken cancellationToken)
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                return await send().WaitAsync(context.Options.OperationTimeout, context.Time, cancellationToken);
            }
            catch (RedisServerException exception) when (
                IsNotDone(exception) && tries < context.Options.MaxRetries)
            {
                Ledger.Retry();
                await Task.Delay(RetryPause(tries), context.Time, cancellationToken);
            }
        }
    }

    /// <summary>
    /// A slot is half moved for milliseconds; a node that is new to the client, on a machine that is busy, may take it
    /// seconds to connect to.
    /// </summary>
    private static TimeSpan RetryPause(int tries) =>
        TimeSpan.FromMilliseconds(Math.Min(1 + (tries / RetriesForEachMs), MaxRetryPauseMs));

    /// <summary>The server said where else to ask, or to ask later, and did nothing.</summary>
    private static bool IsNotDone(RedisServerException exception) =>
        exception.Message.StartsWith("TRYAGAIN", StringComparison.Ordinal)
        || exception.Message.Contains("is not reachable at this point of time", StringComparison.Ordinal);
}
