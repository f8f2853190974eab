using Pulumi;

namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// Stands behind the shards of a pool and before its proxies: moves keys to shards that are new, and has all shards say
/// which ring the proxies serve. The provider <c>pulumi-resource-redisinfra</c> acts for it.
/// </summary>
public sealed class RingTopology : CustomResource
{
    /// <summary>The token of the resource.</summary>
    public const string Token = "redisinfra:index:RingTopology";

    /// <summary>Declares the topology <paramref name="name"/>.</summary>
    public RingTopology(string name, RingArgs args, CustomResourceOptions? options = null)
        : base(Token, name, args, options)
    {
    }
}
