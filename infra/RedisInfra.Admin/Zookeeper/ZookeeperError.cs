namespace RedisInfra.Admin.Zookeeper;

/// <summary>What a server answers a request with; the numbers are KeeperException.Code's.</summary>
public enum ZookeeperError
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>The servers that would vote aren't all there with the data.</summary>
    NewConfigNoQuorum = -13,

    /// <summary>Another change of the ensemble isn't over.</summary>
    ReconfigInProgress = -14,

    /// <summary>The node isn't there.</summary>
    NoNode = -101,

    /// <summary>Not without the right.</summary>
    NoAuth = -102,

    /// <summary>Another version than was said.</summary>
    BadVersion = -103,

    /// <summary>The node is there.</summary>
    NodeExists = -110,

    /// <summary>The session is over, and its ephemeral nodes are gone.</summary>
    SessionExpired = -112,

    /// <summary>Wrong credentials.</summary>
    AuthFailed = -115,

    /// <summary>The session has moved to another server.</summary>
    SessionMoved = -118,

    /// <summary>Changes of the ensemble are switched off.</summary>
    ReconfigDisabled = -123,
}
