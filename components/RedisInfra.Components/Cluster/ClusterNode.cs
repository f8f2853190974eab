using Pulumi;

namespace RedisInfra.Components.Cluster;

/// <summary>A node of a live cluster.</summary>
[OutputType]
public sealed class ClusterNode
{
    [OutputConstructor]
    private ClusterNode(string name, string id, int shard, string role) =>
        (Name, Id, Shard, Role) = (name, id, shard, role);

    /// <summary>Its member's name: the pod's.</summary>
    public string Name { get; }

    /// <summary>Its 40-digit node id.</summary>
    public string Id { get; }

    /// <summary>Its shard, counted from 0.</summary>
    public int Shard { get; }

    /// <summary>"master" or "replica".</summary>
    public string Role { get; }
}
