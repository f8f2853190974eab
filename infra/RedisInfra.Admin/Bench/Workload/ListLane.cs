namespace RedisInfra.Admin.Bench.Workload;

/// <summary>RPUSH; the list is read back, and begun anew when it is long.</summary>
internal sealed class ListLane(string name, LaneContext context) : WorkloadLane(name, context)
{
    private readonly List<long> _known = [];

    public override async Task StepAsync(CancellationToken cancellationToken)
    {
        const int MaxLength = 50;
        if (_known.Count >= MaxLength)
        {
            await CheckAsync(cancellationToken);
            _known.Clear(); // First: when no answer comes it may be deleted all the same.
            await SendAsync(() => Database.KeyDeleteAsync(Name), cancellationToken);
            return;
        }
        await WriteAsync(async number =>
        {
            await Database.ListRightPushAsync(Name, number);
            _known.Add(number);
        }, cancellationToken);
    }

    public override async Task CheckAsync(CancellationToken cancellationToken)
    {
        var read = await SendAsync(() => Database.ListRangeAsync(Name), cancellationToken);
        var numbers = read.Select(value => (long)value).ToHashSet();
        foreach (long number in _known.Where(number => !numbers.Contains(number)))
            Ledger.Lost($"{Name} lacks {number}");
    }
}
