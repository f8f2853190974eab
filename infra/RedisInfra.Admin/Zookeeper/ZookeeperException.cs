namespace RedisInfra.Admin.Zookeeper;

/// <summary>A server refused a request.</summary>
public sealed class ZookeeperException(string request, ZookeeperError error)
    : Exception($"ZooKeeper refused {request}: {error}")
{
    /// <summary>With what.</summary>
    public ZookeeperError Error { get; } = error;
}
