namespace RedisInfra.Model.Zookeeper;

/// <summary>One change of who votes. Each changes one server, so that any majority before it and any majority after it
/// have a server in common.</summary>
public abstract record ZookeeperStep(ZookeeperServer Server)
{
    /// <summary>A server gets a vote. It has the data already.</summary>
    public sealed record Join(ZookeeperServer Server) : ZookeeperStep(Server);

    /// <summary>A server loses its vote, and may go.</summary>
    public sealed record Leave(ZookeeperServer Server) : ZookeeperStep(Server);

    /// <summary>What the configuration is after it.</summary>
    public ZookeeperConfiguration Apply(ZookeeperConfiguration before) => this switch
    {
        Join join => before.With(join.Server),
        _ => before.Without(Server.Id),
    };

    /// <summary>The step in words: "server 4 (zk-3) joins".</summary>
    public sealed override string ToString() =>
        $"server {Server.Id} ({Server.Pod}) {(this is Join ? "joins" : "leaves")}";
}
