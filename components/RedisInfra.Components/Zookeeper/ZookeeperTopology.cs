using Pulumi;

namespace RedisInfra.Components.Zookeeper;

/// <summary>
/// Stands behind the servers of an ensemble: gives them their votes, one at a time. A preview tells. The provider
/// <c>pulumi-resource-redisinfra</c> acts for it.
/// </summary>
public sealed class ZookeeperTopology : CustomResource
{
    /// <summary>The token of the resource.</summary>
    public const string Token = "redisinfra:index:ZookeeperTopology";

    /// <summary>Declares the topology <paramref name="name"/>.</summary>
    public ZookeeperTopology(string name, ZookeeperActionArgs args, CustomResourceOptions? options = null)
        : base(Token, name, args, options)
    {
    }
}
