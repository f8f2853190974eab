using Pulumi;

namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// Stands before the shards of a pool: where all shards of the declared ring are there it moves the keys, so that none
/// goes with a shard that goes. A preview tells what moves. The provider <c>pulumi-resource-redisinfra</c> acts for it.
/// </summary>
public sealed class RingDrain : CustomResource
{
    /// <summary>The token of the resource.</summary>
    public const string Token = "redisinfra:index:RingDrain";

    /// <summary>Declares the drain <paramref name="name"/>.</summary>
    public RingDrain(string name, RingArgs args, CustomResourceOptions? options = null)
        : base(Token, name, args, options)
    {
    }

    /// <summary>How many shards there may be: take the size of the StatefulSet from it.</summary>
    [Output("shards")]
    public Output<int> Shards { get; private set; } = null!;
}
