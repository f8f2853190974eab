namespace RedisInfra.Admin.Ring.Moving;

/// <summary>What becomes of keys that the new ring puts elsewhere.</summary>
public enum RingMoveMode
{
    /// <summary>They move, with their last acknowledged value and the time that they have left.</summary>
    Exact,

    /// <summary>They are given up, and deleted where they were, so that no later change brings them back.</summary>
    Cache,
}
