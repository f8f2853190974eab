namespace RedisInfra.Admin.Tests.Simulation.Faults;

/// <summary>A fault, and when it happens.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="At">At which of the batches that our processes send.</param>
/// <param name="CountsMoves">Whether only batches with SETSLOT, MIGRATE and the like are counted.</param>
internal sealed record PlannedFault(FaultKind Kind, int At, bool CountsMoves);
