using Pulumi;

namespace RedisInfra.Components.Sentinel;

/// <summary>
/// What comes before the pods of a set with Sentinels: a master that is about to go hands over without losing a write,
/// who goes isn't promoted any more, and Sentinels that go are forgotten by the others. Take the sizes of both
/// StatefulSets from <see cref="MemberCount"/> and <see cref="SentinelCount"/>, and the order can't be broken. The
/// provider <c>pulumi-resource-redisinfra</c> acts for it.
/// </summary>
public sealed class SentinelDrain : CustomResource
{
    /// <summary>The token of the resource.</summary>
    public const string Token = "redisinfra:index:SentinelDrain";

    /// <summary>Declares the drain <paramref name="name"/>.</summary>
    public SentinelDrain(string name, SentinelTopologyArgs args, CustomResourceOptions? options = null)
        : base(Token, name, args, SentinelTopology.WithSecrets(options))
    {
    }

    /// <summary>How many servers there may be.</summary>
    [Output("memberCount")]
    public Output<int> MemberCount { get; private set; } = null!;

    /// <summary>How many Sentinels there may be.</summary>
    [Output("sentinelCount")]
    public Output<int> SentinelCount { get; private set; } = null!;
}
