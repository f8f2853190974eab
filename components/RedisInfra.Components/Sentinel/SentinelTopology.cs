using System.Collections.Immutable;
using Pulumi;

namespace RedisInfra.Components.Sentinel;

/// <summary>
/// Stands behind the pods of a set with Sentinels: forms it, or verifies one that formed by itself, adopts one that
/// runs already, sets what is declared, and has Sentinels forget who is gone. The provider
/// <c>pulumi-resource-redisinfra</c> acts for it.
/// </summary>
public sealed class SentinelTopology : CustomResource
{
    /// <summary>The token of the resource.</summary>
    public const string Token = "redisinfra:index:SentinelTopology";

    /// <summary>Declares the topology <paramref name="name"/>.</summary>
    public SentinelTopology(string name, SentinelTopologyArgs args, CustomResourceOptions? options = null)
        : base(Token, name, args, WithSecrets(options))
    {
    }

    /// <summary>"ok" when all agreed, else "degraded".</summary>
    [Output("state")]
    public Output<string> State { get; private set; } = null!;

    /// <summary>Who was the master when it was last looked at, by its name. A failover makes it another one.</summary>
    [Output("master")]
    public Output<string> Master { get; private set; } = null!;

    /// <summary>Servers that follow the master.</summary>
    [Output("replicas")]
    public Output<int> Replicas { get; private set; } = null!;

    /// <summary>Where clients reach Sentinels: "host:port".</summary>
    [Output("sentinelEndpoints")]
    public Output<ImmutableArray<string>> SentinelEndpoints { get; private set; } = null!;

    /// <summary>The options of either resource, with what must not be seen.</summary>
    internal static CustomResourceOptions WithSecrets(CustomResourceOptions? options) => CustomResourceOptions.Merge(
        new CustomResourceOptions { AdditionalSecretOutputs = { "password", "watchPassword", "sentinelPassword" } },
        options ?? new CustomResourceOptions());
}
