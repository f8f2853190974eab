using System.Numerics;

namespace RedisInfra.Admin.Bench.Workload;

/// <summary>Counts times in classes that are 3 % wide: small whatever is counted. Safe from many threads.</summary>
public sealed class LatencyHistogram
{
    private const int SubBits = 5;
    private const int SubCount = 1 << SubBits;
    private readonly long[] _counts = new long[(64 - SubBits) * SubCount];

    /// <summary>How many were counted.</summary>
    public long Count
    {
        get
        {
            long sum = 0;
            for (int i = 0; i < _counts.Length; i++) sum += Volatile.Read(ref _counts[i]);
            return sum;
        }
    }

    /// <summary>Counts one.</summary>
    public void Add(TimeSpan time) =>
        Interlocked.Increment(ref _counts[ClassOf((ulong)Math.Max(0, time.TotalMicroseconds))]);

    /// <summary>Forgets what was counted.</summary>
    public void Clear()
    {
        for (int i = 0; i < _counts.Length; i++) Volatile.Write(ref _counts[i], 0);
    }

    /// <summary>The time that <paramref name="percent"/> of the counted aren't above; zero without any.</summary>
    /// <param name="percent">0 to 100.</param>
    public TimeSpan Percentile(double percent)
    {
        long rank = (long)Math.Ceiling(Count * percent / 100);
        if (rank == 0) return TimeSpan.Zero;
        long seen = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            seen += Volatile.Read(ref _counts[i]);
            if (seen >= rank) return TimeSpan.FromMicroseconds(Upper(i));
        }
        return TimeSpan.FromMicroseconds(Upper(_counts.Length - 1));
    }

    /// <summary>Below 64 microseconds one class each; above, 32 classes for each doubling.</summary>
    private static int ClassOf(ulong microseconds)
    {
        if (microseconds < SubCount) return (int)microseconds;
        int shift = 63 - BitOperations.LeadingZeroCount(microseconds) - SubBits;
        return (shift << SubBits) + (int)(microseconds >> shift);
    }

    private static double Upper(int index)
    {
        if (index < SubCount) return index;
        int shift = (index >> SubBits) - 1;
        return ((double)(index - (shift << SubBits)) + 1) * Math.Pow(2, shift) - 1;
    }
}
