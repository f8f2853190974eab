namespace RedisInfra.Model.Zookeeper;

/// <summary>What a server says that it does.</summary>
public enum ZookeeperRole
{
    /// <summary>It doesn't answer, or serves nobody: it has no leader.</summary>
    None,

    /// <summary>It has the leader's data and no vote.</summary>
    Observer,

    /// <summary>It follows the leader, and votes.</summary>
    Follower,

    /// <summary>It leads.</summary>
    Leader,
}
