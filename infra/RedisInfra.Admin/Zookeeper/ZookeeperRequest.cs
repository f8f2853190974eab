namespace RedisInfra.Admin.Zookeeper;

/// <summary>The requests of ZooKeeper's protocol that are used here; the numbers are ZooDefs.OpCode's.</summary>
internal enum ZookeeperRequest
{
    Create = 1,
    Exists = 3,
    GetData = 4,
    SetData = 5,
    Reconfigure = 16,
    Auth = 100,
    CloseSession = -11,
}
