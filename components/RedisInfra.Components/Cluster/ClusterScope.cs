using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Cluster;

/// <summary>What the builders of a cluster's objects share.</summary>
/// <param name="Component">The component.</param>
/// <param name="Args">Its inputs.</param>
/// <param name="Spec">Its shape.</param>
/// <param name="Layout">Its objects' names.</param>
/// <param name="Namespace">The namespace, once all inputs have passed.</param>
internal sealed record ClusterScope(
    RedisCluster Component, RedisClusterArgs Args, RedisClusterSpec Spec, RedisClusterLayout Layout,
    Output<string> Namespace) : ComponentScope(Spec.Name, Component, Namespace)
{
    /// <summary>The domain of the members' stable names.</summary>
    public Output<string> Domain => Output.Tuple(Namespace, Args.ClusterDomain.ToOutput())
        .Apply(parts => $"{Layout.HeadlessName}.{parts.Item1}.svc.{parts.Item2}");

    /// <summary>The metadata of an object of the cluster.</summary>
    public ObjectMetaArgs Meta(Input<string> name, string component, int? shard = null) =>
        Meta(name, Labels.Of(Spec.Name, component, shard));
}
