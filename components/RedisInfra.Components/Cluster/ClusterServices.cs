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
                    Port("redis", RedisClusterDefaults.Port),
                    Port("bus", RedisClusterDefaults.BusPort),
                },
            },
        },
        scope.Child());

    /// <summary>
    /// Where clients begin. It comes after the workloads, because a Service counts as made when it has an endpoint.
    /// </summary>
    public static Service Client(ClusterScope scope, IEnumerable<Pulumi.Resource> workloads)
    {
        var args = scope.Args.Service;
        var metadata = scope.Meta(scope.Layout.ServiceName, "service");
        if (args.DeclaredAnnotations is { } annotations) metadata.Annotations = annotations;
        var port = Port("redis", RedisClusterDefaults.Port);
        if (args.NodePort is not null) port.NodePort = args.NodePort;
        return new Service(
            scope.ChildName("service"),
            new ServiceArgs
            {
                Metadata = metadata,
                Spec = new ServiceSpecArgs
                {
                    Type = args.Type.ToString(),
                    Selector = Inputs.Map(Labels.Selector(scope.Spec.Name)),
                    Ports = { port },
                },
            },
            scope.Child([.. workloads]));
    }

    // Old API servers refuse a server-side apply of a port without its protocol.
    private static ServicePortArgs Port(string name, int number) =>
        new() { Name = name, Port = number, TargetPort = number, Protocol = "TCP" };
}
