using System.Globalization;

namespace RedisInfra.Admin.Bench;

/// <summary>Ours beside redis-cli in the same direction, both with clients or both without.</summary>
/// <param name="Ours">Our row.</param>
/// <param name="Other">redis-cli's.</param>
public sealed record RebalanceBenchRatio(RebalanceBenchRow Ours, RebalanceBenchRow Other)
{
    /// <summary>How many times as long the other took.</summary>
    public double Times => Other.Elapsed / Ours.Elapsed;

    /// <summary>"3 to 4: ours 3.4 s, redis-cli 31.0 s: 9.1x".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Ours.Direction}{(Ours.Client is null ? "" : ", clients")}: {Ours.Mover} {Ours.Elapsed.TotalSeconds:0.0} s, "
        + $"{Other.Mover} {Other.Elapsed.TotalSeconds:0.0} s: {Times:0.0}x")
        + (Ours.Client is null || Other.Client is null ? "" : string.Create(CultureInfo.InvariantCulture,
            $"; p99 {Ours.Client.P99.TotalMilliseconds:0.0} and {Other.Client.P99.TotalMilliseconds:0.0} ms"));

    /// <summary>All pairs that can be compared.</summary>
    public static IReadOnlyList<RebalanceBenchRatio> Of(IReadOnlyList<RebalanceBenchRow> rows) =>
    [
        .. from ours in rows.Where(row => row.Mover == BenchMover.Ours && row.Failure is null)
           from other in rows.Where(row => row.Mover is BenchMover.RedisCli or BenchMover.Pipeline)
           where other.Failure is null && other.Direction == ours.Direction
               && other.Client is null == ours.Client is null
           select new RebalanceBenchRatio(ours, other),
    ];
}
