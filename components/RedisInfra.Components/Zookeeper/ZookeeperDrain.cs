using Pulumi;

namespace RedisInfra.Components.Zookeeper;

/// <summary>
/// Stands before the servers of an ensemble: takes the votes of those that go, one at a time, before their pods do. A
/// preview tells. The provider <c>pulumi-resource-redisinfra</c> acts for it.
/// </summary>
public sealed class ZookeeperDrain : CustomResource
{
    /// <summary>The token of the resource.</summary>
    public const string Token = "redisinfra:index:ZookeeperDrain";

    /// <summary>Declares the drain <paramref name="name"/>.</summary>
    public ZookeeperDrain(string name, ZookeeperActionArgs args, CustomResourceOptions? options = null)
        : base(Token, name, args, options)
    {
    }

    /// <summary>How many pods there may be: take the size of the StatefulSet from it.</summary>
    [Output("size")]
    public Output<int> Size { get; private set; } = null!;
}
