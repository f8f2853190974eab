using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;

namespace RedisInfra.Components.Zookeeper;

/// <summary>The Services: the servers' names, the clients' way in, and one for each server where that is asked for.
/// </summary>
internal static class ZookeeperServices
{
    private const string PodNameLabel = "statefulset.kubernetes.io/pod-name";

    /// <summary>The servers' stable names. They resolve before a server is ready: it is ready when it has found the
    /// others by them.</summary>
    public static Service Servers(ZookeeperScope scope)
    {
        var spec = new ServiceSpecArgs
        {
            ClusterIP = "None",
            PublishNotReadyAddresses = true,
            Selector = Inputs.Map(scope.Selector),
            Ports =
            {
                ServiceParts.Port("client", ZookeeperDefaults.ClientPort),
                ServiceParts.Port("peer", ZookeeperDefaults.PeerPort),
                ServiceParts.Port("election", ZookeeperDefaults.ElectionPort),
            },
        };
        if (scope.Spec.Metrics) spec.Ports.Add(ServiceParts.Port("metrics", ZookeeperDefaults.MetricsPort));
        return new Service(
            scope.ChildName("servers"),
            new ServiceArgs { Metadata = scope.Meta(scope.Spec.ServersName, scope.LabelsOf("servers")), Spec = spec },
            scope.Child());
    }

    /// <summary>Where clients go. After the servers: a Service counts as made when it has an endpoint.</summary>
    public static Service Client(ZookeeperScope scope, params Resource[] dependsOn) => new(
        scope.ChildName("service"),
        ServiceParts.Client(
            scope.Args.Service, scope.Meta(scope.Spec.ServiceName, scope.LabelsOf("service")), scope.Selector,
            ServiceParts.Port("client", ZookeeperDefaults.ClientPort)),
        scope.Child(dependsOn));

    /// <summary>A Service for each server by itself; none unless asked for.</summary>
    public static IReadOnlyList<Service> Each(ZookeeperScope scope, params Resource[] dependsOn) =>
        scope.Spec.ServerServices is null
        ? []
        : [.. Enumerable.Range(0, scope.Spec.Servers).Select(ordinal => One(scope, ordinal, dependsOn))];

    /// <summary>Each server's figures, which it shows itself.</summary>
    public static Watched Watched(ZookeeperScope scope)
    {
        var source = new MetricsSource(
            "", scope.LabelsOf(MetricsSource.MetricsComponent), scope.Selector, ZookeeperDefaults.MetricsPort);
        return new Watched(
            "ZooKeeper", scope.LabelsOf, [source],
            ns => ZookeeperAlerts.Of(scope.Name, ns, source.Series(scope.Name, ns), scope.Spec.Servers),
            ns => ZookeeperPanels.Of(source.Series(scope.Name, ns)));
    }

    private static Service One(ZookeeperScope scope, int ordinal, Resource[] dependsOn)
    {
        var port = ServiceParts.Port("client", ZookeeperDefaults.ClientPort);
        if (!scope.Spec.ServerNodePorts.IsEmpty) port.NodePort = scope.Spec.ServerNodePorts[ordinal];
        var selector = scope.Selector;
        selector[PodNameLabel] = scope.Spec.Pod(ordinal);
        return new Service(
            scope.ChildName($"service-{ordinal}"),
            new ServiceArgs
            {
                Metadata = scope.Meta(scope.Spec.Pod(ordinal), scope.LabelsOf("service")),
                Spec = new ServiceSpecArgs
                {
                    Type = scope.Spec.ServerServices!.Value.ToString(),
                    Selector = Inputs.Map(selector),
                    Ports = { port },
                },
            },
            scope.Child(dependsOn));
    }
}
