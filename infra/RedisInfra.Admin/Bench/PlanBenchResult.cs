using System.Globalization;

namespace RedisInfra.Admin.Bench;

/// <summary>How long planning took.</summary>
/// <param name="Masters">Masters of the cluster; one of them is empty.</param>
/// <param name="Slots">Slots that the plan moves.</param>
/// <param name="Moves">Its moves.</param>
/// <param name="Median">The middle one of all times.</param>
/// <param name="Longest">The longest.</param>
public sealed record PlanBenchResult(int Masters, int Slots, int Moves, TimeSpan Median, TimeSpan Longest)
{
    /// <summary>On one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Masters} masters: {Slots} slots in {Moves} moves planned in {Median.TotalMilliseconds:0.0} ms, the longest "
        + $"of all {Longest.TotalMilliseconds:0.0} ms");
}
