using System.Globalization;
using RedisInfra.Admin.Bench.Workload;

namespace RedisInfra.Admin.Bench;

/// <summary>One move of slots, measured.</summary>
/// <param name="Mover">Who moved them.</param>
/// <param name="Direction">"3 to 4" or "4 to 3".</param>
/// <param name="Elapsed">From the mover's start to its end.</param>
/// <param name="Keys">How many keys moved.</param>
/// <param name="ServerTime">Processor time of all servers meanwhile; clients are served from it as well.</param>
/// <param name="PeakBytes">The mover's most memory.</param>
/// <param name="Wrong">Of ten thousand keys: how many weren't where and what they should be afterwards.</param>
/// <param name="Idle">What clients saw before anything moved; null without clients.</param>
/// <param name="Client">What clients saw meanwhile; null without clients.</param>
/// <param name="Failure">Why it isn't a result: null when it is.</param>
public sealed record RebalanceBenchRow(
    string Mover, string Direction, TimeSpan Elapsed, long Keys, TimeSpan ServerTime, long PeakBytes, int Wrong,
    WorkloadReport? Idle, WorkloadReport? Client, string? Failure)
{
    /// <summary>Keys moved a second.</summary>
    public double KeysPerSecond => Elapsed > TimeSpan.Zero ? Keys / Elapsed.TotalSeconds : 0;

    /// <summary>On one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Mover}, {Direction}{(Client is null ? "" : ", clients")}: {Elapsed.TotalSeconds:0.00} s, "
        + $"{KeysPerSecond:0} keys/s, servers {ServerTime.TotalSeconds:0.0} CPU s, peak {PeakBytes >> 20} MiB")
        + (Client is null ? "" : $"; {Client}") + (Wrong == 0 ? "" : $"; {Wrong} keys wrong")
        + (Failure is null ? "" : $"; failed: {Failure}");
}
