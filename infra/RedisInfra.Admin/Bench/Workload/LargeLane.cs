namespace RedisInfra.Admin.Bench.Workload;

/// <summary>Large values: their number stands in front, and every byte after it follows from it.</summary>
internal sealed class LargeLane(string name, LaneContext context) : WorkloadLane(name, context)
{
    private bool _reads;

    public override Task StepAsync(CancellationToken cancellationToken)
    {
        _reads = !_reads;
        return _reads
            ? WriteAsync(number => Database.StringSetAsync(Name, Value(number)), cancellationToken)
            : CheckAsync(cancellationToken);
    }

    public override async Task CheckAsync(CancellationToken cancellationToken)
    {
        byte[]? read = await SendAsync(() => Database.StringGetAsync(Name), cancellationToken);
        long? number = read is null ? null : BitConverter.ToInt64(read);
        Judge(Name, number);
        if (read is not null && !read.AsSpan().SequenceEqual(Value(number!.Value)))
            Ledger.Stale($"{Name} is no value that was written");
    }

    private byte[] Value(long number)
    {
        var bytes = new byte[Math.Max(sizeof(long), Context.Options.LargeBytes)];
        bytes.AsSpan().Fill((byte)number);
        BitConverter.TryWriteBytes(bytes, number);
        return bytes;
    }
}
