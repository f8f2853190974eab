using System.Collections.Immutable;
using System.Globalization;

namespace RedisInfra.Admin.Bench.Workload;

/// <summary>What clients saw.</summary>
/// <param name="Operations">Operations that succeeded.</param>
/// <param name="Errors">Operations that the client gave an error for.</param>
/// <param name="Retries">
/// How often an operation on several keys was told TRYAGAIN, as the Redis Cluster specification has it for a slot that
/// is half moved, and was sent again.
/// </param>
/// <param name="Lost">Acknowledged writes that a later read, or the check at the end, didn't find.</param>
/// <param name="Stale">Reads that gave an older value than one that was acknowledged before.</param>
/// <param name="ExpiriesLost">Keys that lost their time to live, or got another.</param>
/// <param name="Elapsed">How long was measured.</param>
/// <param name="P50">The median time of an operation.</param>
/// <param name="P99">The time that 99 of 100 operations aren't above.</param>
/// <param name="P999">The time that 999 of 1,000 operations aren't above.</param>
/// <param name="Samples">The first few errors and losses, in words.</param>
public sealed record WorkloadReport(
    long Operations, long Errors, long Retries, long Lost, long Stale, long ExpiriesLost, TimeSpan Elapsed,
    TimeSpan P50, TimeSpan P99, TimeSpan P999, ImmutableArray<string> Samples)
{
    /// <summary>Whether nothing went wrong.</summary>
    public bool IsClean => Errors + Lost + Stale + ExpiriesLost == 0;

    /// <summary>Successful operations a second.</summary>
    public double OperationsPerSecond => Elapsed > TimeSpan.Zero ? Operations / Elapsed.TotalSeconds : 0;

    /// <summary>All of it on one line, and the samples below.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Operations} operations, {Errors} errors, {Retries} retried, {Lost} lost, {Stale} stale, "
        + $"{ExpiriesLost} expiries lost; p50 {P50.TotalMilliseconds:0.00} ms, p99 {P99.TotalMilliseconds:0.00} ms, "
        + $"p999 {P999.TotalMilliseconds:0.00} ms{string.Concat(Samples.Select(text => $"\n  {text}"))}");
}
