namespace RedisInfra.Admin.Ring.Moving;

/// <summary>How a run ended that ended well.</summary>
public enum RingMoveResult
{
    /// <summary>The ring is the new one, and every key is where it puts it.</summary>
    Moved,

    /// <summary>Both rings put every key at the same server: nothing was touched, proxies neither.</summary>
    Same,

    /// <summary>An earlier run had done all of it: nothing was touched, proxies neither.</summary>
    AlreadyDone,

    /// <summary>The ring is the old one, and copies are gone.</summary>
    Undone,
}
