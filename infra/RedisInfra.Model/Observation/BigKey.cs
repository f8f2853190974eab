namespace RedisInfra.Model.Observation;

/// <summary>A key so big that moving it may block both ends for long.</summary>
/// <param name="Member">The name of the member that holds it.</param>
/// <param name="Slot">Its slot.</param>
/// <param name="Name">Its name, shortened and with unprintable bytes escaped.</param>
/// <param name="Bytes">The memory that it takes, in bytes.</param>
public sealed record BigKey(string Member, int Slot, string Name, long Bytes);
