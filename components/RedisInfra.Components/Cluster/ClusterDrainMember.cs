using Pulumi;

namespace RedisInfra.Components.Cluster;

/// <summary>A member that stays or comes, and where it belongs.</summary>
[OutputType]
public sealed class ClusterDrainMember
{
    [OutputConstructor]
    private ClusterDrainMember(string name, int shard, int index, string host, int port) =>
        (Name, Shard, Index, Host, Port) = (name, shard, index, host, port);

    /// <summary>Its name: the pod's.</summary>
    public string Name { get; }

    /// <summary>Its shard, counted from 0.</summary>
    public int Shard { get; }

    /// <summary>Its place in the shard.</summary>
    public int Index { get; }

    /// <summary>Its stable DNS name.</summary>
    public string Host { get; }

    /// <summary>Its port.</summary>
    public int Port { get; }
}
