using StackExchange.Redis;

namespace RedisInfra.Admin.Bench.Workload;

/// <summary>MSET and MGET of two keys with the same hash tag: both or neither.</summary>
internal sealed class PairLane(string name, LaneContext context) : WorkloadLane(name, context)
{
    private readonly RedisKey[] _keys = [$"{name}:a", $"{name}:b"];
    private bool _reads;

    public override Task StepAsync(CancellationToken cancellationToken)
    {
        _reads = !_reads;
        return _reads
            ? WriteAsync(number => Database.StringSetAsync(
                [new(_keys[0], number), new(_keys[1], number)]), cancellationToken)
            : CheckAsync(cancellationToken);
    }

    public override async Task CheckAsync(CancellationToken cancellationToken)
    {
        var read = await SendAsync(() => Database.StringGetAsync(_keys), cancellationToken);
        Judge(Name, Lanes.Number(read[0]));
        if (read[0] != read[1]) Ledger.Stale($"{Name} is torn: {read[0]} and {read[1]}");
    }
}
