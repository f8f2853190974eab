using System.Collections.Immutable;
using Pulumi;

namespace RedisInfra.Components.Monitoring;

/// <summary>
/// Objects of kinds that not every Kubernetes cluster has, such as the Prometheus operator's: they are made where the
/// kind is served, and a preview says where it isn't. The provider <c>pulumi-resource-redisinfra</c> acts for it.
/// </summary>
public sealed class MonitoringObjects : CustomResource
{
    /// <summary>The token of the resource.</summary>
    public const string Token = "redisinfra:index:MonitoringObjects";

    /// <summary>Declares the objects <paramref name="name"/>.</summary>
    public MonitoringObjects(string name, MonitoringObjectsArgs args, CustomResourceOptions? options = null)
        : base(Token, name, args, options)
    {
    }

    /// <summary>The kinds that the cluster serves, "apiVersion/kind" each: objects of these were made.</summary>
    [Output("served")]
    public Output<ImmutableArray<string>> Served { get; private set; } = null!;
}
