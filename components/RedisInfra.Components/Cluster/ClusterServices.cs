using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Cluster;

/// <summary>The two Services: one that gives pods their names, one that clients use.</summary>
internal static class ClusterServices
{
    /// <summary>
    /// The members' stable names. They resolve before a pod is ready: members find one another while the cluster is
    /// formed or healed, and no pod is ready then.
    /// </summary>
    public static Service Headless(ClusterScope scope) => new(
        scope.ChildName("nodes"),
        new ServiceArgs
        {
            Metadata = scope.Meta(scope.Layout.HeadlessName, "nodes"),
            Spec = new ServiceSpecArgs
            {
                ClusterIP = "None",
                PublishNotReadyAddresses = true,
                Selector = Inputs.Map(Labels.Selector(scope.Spec.Name)),
                Ports =
                {
                    ServiceParts.Port("redis", RedisClusterDefaults.Port),
                    ServiceParts.Port("bus", RedisClusterDefaults.BusPort),
                },
            },
        },
        scope.Child());

    /// <summary>
    /// Where clients begin. It comes after the workloads, because a Service counts as made when it has an endpoint.
    /// </summary>
    public static Service Client(ClusterScope scope, IEnumerable<Pulumi.Resource> workloads) => new(
        scope.ChildName("service"),
        ServiceParts.Client(
            scope.Args.Service, scope.Meta(scope.Layout.ServiceName, "service"), Labels.Selector(scope.Spec.Name),
            ServiceParts.Port("redis", RedisClusterDefaults.Port)),
        scope.Child([.. workloads]));
}
