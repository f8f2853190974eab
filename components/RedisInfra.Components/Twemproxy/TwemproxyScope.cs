using Pulumi;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Twemproxy;

/// <summary>What the builders of the objects share.</summary>
/// <param name="Component">The component.</param>
/// <param name="Args">Its inputs.</param>
/// <param name="Spec">Its shape.</param>
/// <param name="Layout">Its objects' names.</param>
/// <param name="Namespace">The namespace, once all inputs have passed.</param>
internal sealed record TwemproxyScope(
    TwemproxyPool Component, TwemproxyPoolArgs Args, TwemproxySpec Spec, TwemproxyLayout Layout,
    Output<string> Namespace) : ComponentScope(Spec.Name, Component, Namespace)
{
    /// <summary>The domain of the shards' stable names.</summary>
    public Output<string> Domain => NamespaceDomain.Apply(domain => $"{Layout.ShardsName}.{domain}");

    /// <summary>What stands behind a Service's name in its full name.</summary>
    public Output<string> NamespaceDomain => Output.Tuple(Namespace, Args.ClusterDomain.ToOutput())
        .Apply(parts => $"{parts.Item1}.svc.{parts.Item2}");

    /// <summary>The inputs of a ring.</summary>
    public TwemproxyRingArgs ArgsOf(RingLayout ring) => Args.Pools.Single(pool => pool.Name == ring.Spec.Name);
}
