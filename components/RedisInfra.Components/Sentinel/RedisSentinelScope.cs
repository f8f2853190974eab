using Pulumi;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Sentinel;

/// <summary>What the builders of the objects share.</summary>
/// <param name="Component">The component.</param>
/// <param name="Args">Its inputs.</param>
/// <param name="Spec">Its shape.</param>
/// <param name="Layout">Its objects' names.</param>
/// <param name="Namespace">The namespace, once all inputs have passed.</param>
internal sealed record RedisSentinelScope(
    RedisSentinel Component, RedisSentinelArgs Args, RedisSentinelSpec Spec, RedisSentinelLayout Layout,
    Output<string> Namespace) : ComponentScope(Spec.Name, Component, Namespace)
{
    /// <summary>The domain of the members' stable names.</summary>
    public Output<string> Domain => DomainOf(Layout.NodesName);

    /// <summary>The domain of the Sentinels' stable names.</summary>
    public Output<string> SentinelDomain => DomainOf(Layout.SentinelNodesName);

    private Output<string> DomainOf(string service) => Output.Tuple(Namespace, Args.ClusterDomain.ToOutput())
        .Apply(parts => $"{service}.{parts.Item1}.svc.{parts.Item2}");
}
