using Pulumi;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Zookeeper;

/// <summary>What the builders of the objects share.</summary>
/// <param name="Component">The component.</param>
/// <param name="Args">Its inputs.</param>
/// <param name="Spec">Its shape.</param>
/// <param name="Namespace">The namespace, once all inputs have passed.</param>
internal sealed record ZookeeperScope(
    ZookeeperEnsemble Component, ZookeeperEnsembleArgs Args, ZookeeperSpec Spec, Output<string> Namespace)
    : ComponentScope(Spec.Name, Component, Namespace)
{
    /// <summary>The domain of the servers' stable names.</summary>
    public Output<string> Domain => Output.Tuple(Namespace, Args.ClusterDomain.ToOutput())
        .Apply(parts => $"{Spec.ServersName}.{parts.Item1}.svc.{parts.Item2}");

    public Dictionary<string, string> Selector => Labels.ZookeeperSelector(Name);

    public Dictionary<string, string> LabelsOf(string component) => Labels.OfZookeeper(Name, component);
}
