namespace RedisInfra.Model.Observation;

/// <summary>What one slot holds at its owner.</summary>
/// <param name="Keys">How many keys.</param>
/// <param name="Bytes">How much memory they take, in bytes: measured where the server tells, else estimated.</param>
public readonly record struct SlotLoad(long Keys, long Bytes);
