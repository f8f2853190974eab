namespace RedisInfra.Model.Ring;

/// <summary>How far a move of a ring's keys is, as its servers note it; each allows more than the one before.</summary>
public enum RingMovePhase
{
    /// <summary>None has begun.</summary>
    None,

    /// <summary>Keys may be at their new servers as well. The old proxies serve.</summary>
    Copying,

    /// <summary>The old proxies may be stopped. What is at the old servers counts.</summary>
    Stopping,

    /// <summary>
    /// Everything is at the new servers, and the new proxies may serve: what is at the old ones doesn't count any more.
    /// </summary>
    Switched,
}
