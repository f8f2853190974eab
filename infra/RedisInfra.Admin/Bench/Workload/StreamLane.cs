using StackExchange.Redis;

namespace RedisInfra.Admin.Bench.Workload;

/// <summary>XADD; the stream is read back, and begun anew when it is long.</summary>
internal sealed class StreamLane(string name, LaneContext context) : WorkloadLane(name, context)
{
    private readonly List<string> _known = [];

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
            var id = await Database.ExecuteAsync("XADD", (RedisKey)Name, "*", "number", number);
            _known.Add((string)id!);
        }, cancellationToken);
    }

    public override async Task CheckAsync(CancellationToken cancellationToken)
    {
        var read = await SendAsync(
            () => Database.ExecuteAsync("XRANGE", (RedisKey)Name, "-", "+"), cancellationToken);
        var ids = ((RedisResult[])read!).Select(entry => (string)((RedisResult[])entry!)[0]!).ToHashSet();
        foreach (string id in _known.Where(id => !ids.Contains(id))) Ledger.Lost($"{Name} lacks {id}");
    }
}
