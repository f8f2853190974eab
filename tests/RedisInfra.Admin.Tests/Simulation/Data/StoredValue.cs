namespace RedisInfra.Admin.Tests.Simulation.Data;

/// <summary>What a node holds of a key: which of the key's writes, and when it expires; 0 for never.</summary>
internal readonly record struct StoredValue(int Write, long ExpireAtUs)
{
    public bool IsExpired(long nowUs) => ExpireAtUs != 0 && ExpireAtUs <= nowUs;
}
