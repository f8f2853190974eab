namespace RedisInfra.Admin.Bench.Workload;

/// <summary>SET with a time to live, and whether that stays what it was.</summary>
internal sealed class ExpiryLane(string name, LaneContext context) : WorkloadLane(name, context)
{
    private static readonly TimeSpan s_life = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_slack = TimeSpan.FromSeconds(10);
    private long _writtenAt;
    private int _step;

    public override Task StepAsync(CancellationToken cancellationToken)
    {
        const int ReadsBetweenWrites = 3;
        return _step++ % (ReadsBetweenWrites + 1) == 0
            ? WriteAsync(async number =>
            {
                await Database.StringSetAsync(Name, number, s_life);
                _writtenAt = Context.Time.GetTimestamp();
            }, cancellationToken)
            : CheckAsync(cancellationToken);
    }

    public override async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (Known == 0) return;
        var left = await SendAsync(() => Database.KeyTimeToLiveAsync(Name), cancellationToken);
        var wanted = s_life - Context.Time.GetElapsedTime(_writtenAt);
        if (left is null || (left.Value - wanted).Duration() > s_slack)
            Ledger.ExpiryLost($"{Name} lives for {left?.ToString() ?? "ever, or is gone"} instead of {wanted}");
    }
}
