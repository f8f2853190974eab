namespace RedisInfra.Model.Rebalancing.Reports;

/// <summary>A copy of functions in a <see cref="PlanDocument"/>.</summary>
/// <param name="From">The name of the member that has them.</param>
/// <param name="To">The name of the member that gets them.</param>
public sealed record CopyItem(string From, string To);
