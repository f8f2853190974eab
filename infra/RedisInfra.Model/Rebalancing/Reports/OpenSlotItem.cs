namespace RedisInfra.Model.Rebalancing.Reports;

/// <summary>Slots that an earlier move left open, in a <see cref="PlanDocument"/>.</summary>
/// <param name="Slots">Which: <c>7-9,100</c>.</param>
/// <param name="SlotCount">How many.</param>
/// <param name="What">What is done with them, and why.</param>
public sealed record OpenSlotItem(string Slots, int SlotCount, string What);
