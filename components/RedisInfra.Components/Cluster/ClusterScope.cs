using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Cluster;

/// <summary>What the builders of a cluster's objects share.</summary>
/// <param name="Parent">The component.</param>
/// <param name="Args">Its inputs.</param>
/// <param name="Spec">Its shape.</param>
/// <param name="Layout">Its objects' names.</param>
/// <param name="Namespace">The namespace; known only when all inputs have passed, so nothing is made of refused
/// ones.</param>
internal sealed record ClusterScope(
    RedisCluster Parent, RedisClusterArgs Args, RedisClusterSpec Spec, RedisClusterLayout Layout,
    Output<string> Namespace)
{
    /// <summary>The domain of the members' stable names.</summary>
    public Output<string> Domain => Output.Tuple(Namespace, Args.ClusterDomain.ToOutput())
        .Apply(parts => $"{Layout.HeadlessName}.{parts.Item1}.svc.{parts.Item2}");

    /// <summary>
    /// The options of a child: this component is its parent, and the caller's options aren't its business.
    /// </summary>
    public CustomResourceOptions Child(params Resource[] dependsOn)
    {
        var options = new CustomResourceOptions { Parent = Parent };
        foreach (var resource in dependsOn) options.DependsOn.Add(resource);
        return options;
    }

    /// <summary>The name of a child.</summary>
    public string ChildName(string role) => $"{Spec.Name}-{role}";

    /// <summary>The metadata of an object of the cluster.</summary>
    public ObjectMetaArgs Meta(Input<string> name, string component, int? shard = null) => new()
    {
        Name = name,
        Namespace = Namespace,
        Labels = Inputs.Map(Labels.Of(Spec.Name, component, shard)),
    };
}
