namespace RedisInfra.Model.Observation;

/// <summary>A master's memory.</summary>
/// <param name="UsedBytes">used_memory, in bytes.</param>
/// <param name="MaxBytes">maxmemory, in bytes; 0 for no limit.</param>
/// <param name="Policy">maxmemory-policy: noeviction, allkeys-lru, …</param>
public sealed record MemoryUse(long UsedBytes, long MaxBytes, string Policy)
{
    /// <summary>Whether keys are dropped when the memory is used up.</summary>
    public bool Evicts => Policy is not ("noeviction" or "");
}
