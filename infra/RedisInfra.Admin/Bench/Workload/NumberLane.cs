namespace RedisInfra.Admin.Bench.Workload;

/// <summary>SET and GET.</summary>
internal sealed class NumberLane(string name, LaneContext context) : WorkloadLane(name, context)
{
    private bool _reads;

    public override Task StepAsync(CancellationToken cancellationToken)
    {
        _reads = !_reads;
        return _reads
            ? WriteAsync(number => Database.StringSetAsync(Name, number), cancellationToken)
            : CheckAsync(cancellationToken);
    }

    public override async Task CheckAsync(CancellationToken cancellationToken) =>
        Judge(Name, Lanes.Number(await SendAsync(() => Database.StringGetAsync(Name), cancellationToken)));
}
