using System.Globalization;

namespace RedisInfra.Admin.Bench.Rings;

/// <summary>What clients saw in some time.</summary>
/// <param name="Writes">Writes that were acknowledged.</param>
/// <param name="Reads">Reads that were answered.</param>
/// <param name="Retries">How often one had to be sent again, because its proxy had gone.</param>
/// <param name="Stale">Reads that gave another value than the last that was acknowledged.</param>
/// <param name="P50">The median of a write, from the moment at which it was due.</param>
/// <param name="P99">Of a hundred writes the slowest but one.</param>
/// <param name="Slowest">The slowest of all.</param>
/// <param name="SlowestStep">What the mover did when that one was answered.</param>
public sealed record RingBenchLap(
    long Writes, long Reads, long Retries, long Stale, TimeSpan P50, TimeSpan P99, TimeSpan Slowest,
    string SlowestStep)
{
    /// <summary>On one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"p50 {P50.TotalMilliseconds:0.0} p99 {P99.TotalMilliseconds:0.0} slowest {Slowest.TotalMilliseconds:0} ms"
        + $"{(SlowestStep.Length > 0 ? $" while {SlowestStep}" : "")} "
        + $"({Writes} writes, {Reads} reads, {Retries} sent again, {Stale} stale)");
}
