namespace RedisInfra.Admin.Migration;

/// <summary>Counts failures until something succeeds.</summary>
internal sealed class FailureCount
{
    private int _count;

    /// <summary>One more; gives how many there are now.</summary>
    public int Add() => Interlocked.Increment(ref _count);

    /// <summary>Something succeeded.</summary>
    public void Clear() => Interlocked.Exchange(ref _count, 0);
}
