namespace RedisInfra.Admin.Bench.Workload;

/// <summary>INCR. One that failed may have counted all the same.</summary>
internal sealed class CounterLane(string name, LaneContext context) : WorkloadLane(name, context)
{
    private long _counted;

    public override Task StepAsync(CancellationToken cancellationToken) => WriteAsync(async number =>
    {
        long read = await Database.StringIncrementAsync(Name);
        if (read <= _counted) Ledger.Lost($"{Name} counted {read} after {_counted}");
        if (read > number) Ledger.Stale($"{Name} counted {read} at the {number}. INCR");
        _counted = read;
    }, cancellationToken);

    public override async Task CheckAsync(CancellationToken cancellationToken)
    {
        long? read = Lanes.Number(await SendAsync(() => Database.StringGetAsync(Name), cancellationToken));
        if ((read ?? 0) < _counted) Ledger.Lost($"{Name} is {read}, it was {_counted}");
    }
}
