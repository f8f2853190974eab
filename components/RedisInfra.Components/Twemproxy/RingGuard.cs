using Pulumi;

namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// Stands before the shards of a pool and knows its last ring: a preview tells how much of the keyspace a change moves,
/// and a pool that keeps data isn't changed by accident. The provider <c>pulumi-resource-redisinfra</c> acts for it.
/// </summary>
public sealed class RingGuard : CustomResource
{
    /// <summary>The token of the resource.</summary>
    public const string Token = "redisinfra:index:RingGuard";

    /// <summary>Declares the guard <paramref name="name"/>.</summary>
    public RingGuard(string name, RingGuardArgs args, CustomResourceOptions? options = null)
        : base(Token, name, args, options)
    {
    }

    /// <summary>How many shards there may be: take the size of the StatefulSet from it.</summary>
    [Output("shards")]
    public Output<int> Shards { get; private set; } = null!;
}
