using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Twemproxy;

/// <summary>The Services: the shards' names, the clients' way in, and each proxy's figures.</summary>
internal static class ProxyServices
{
    public const string StatsPortName = "stats";

    /// <summary>
    /// The shards' stable names, of all rings. They resolve before a shard is ready: nutcracker resolves a name while
    /// all its other requests wait, so it must not go on asking for a name during all of a long load.
    /// </summary>
    public static Service Shards(TwemproxyScope scope) => new(
        scope.ChildName("shards"),
        new ServiceArgs
        {
            Metadata = scope.Meta(scope.Layout.ShardsName, Labels.Of(scope.Name, "shards")),
            Spec = new ServiceSpecArgs
            {
                ClusterIP = "None",
                PublishNotReadyAddresses = true,
                Selector = Inputs.Map(Labels.Selector(scope.Name)),
                Ports = { ServiceParts.Port("redis", RedisClusterDefaults.Port) },
            },
        },
        scope.Child());

    /// <summary>Where clients go. After the proxies: a Service counts as made when it has an endpoint.</summary>
    public static Service Client(TwemproxyScope scope, params Resource[] dependsOn) => new(
        scope.ChildName("service"),
        ServiceParts.Client(
            scope.Args.Service, scope.Meta(scope.Layout.ServiceName, Labels.OfProxy(scope.Name)),
            Labels.ProxySelector(scope.Name),
            scope.Spec.Rings.Select(ring => ServiceParts.Port(ring.Name, ring.Port))),
        scope.Child(dependsOn));

    /// <summary>
    /// Each proxy's figures at its own address. They aren't at the clients' Service: that would answer with those of
    /// any proxy, and publish them wherever it is published.
    /// </summary>
    public static Service Stats(TwemproxyScope scope) => new(
        scope.ChildName("stats"),
        new ServiceArgs
        {
            Metadata = scope.Meta(scope.Layout.StatsName, Labels.OfProxy(scope.Name)),
            Spec = new ServiceSpecArgs
            {
                ClusterIP = "None",
                PublishNotReadyAddresses = true,
                Selector = Inputs.Map(Labels.ProxySelector(scope.Name)),
                Ports = { ServiceParts.Port(StatsPortName, scope.Spec.StatsPort) },
            },
        },
        scope.Child());
}
