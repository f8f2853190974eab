using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Sentinel;

/// <summary>The Services: the stable names of members and Sentinels, and three ways in.</summary>
internal static class SentinelServices
{
    /// <summary>The members' names. They resolve before a pod is ready: the set is formed while none is.</summary>
    public static Service Nodes(RedisSentinelScope scope) => Headless(
        scope, "nodes", scope.Layout.NodesName, Labels.Of(scope.Name, "nodes"), Labels.Selector(scope.Name),
        ServiceParts.Port("redis", RedisClusterDefaults.Port));

    /// <summary>The Sentinels' names.</summary>
    public static Service SentinelNodes(RedisSentinelScope scope) => Headless(
        scope, "sentinel-nodes", scope.Layout.SentinelNodesName, Labels.OfSentinel(scope.Name),
        Labels.SentinelSelector(scope.Name), ServiceParts.Port("sentinel", SentinelDefaults.Port));

    /// <summary>For clients that know Sentinel. After the Sentinels: a Service counts as made when it has an endpoint.
    /// </summary>
    public static Service Sentinels(RedisSentinelScope scope, params Resource[] dependsOn) => new(
        scope.ChildName("sentinel-service"),
        ServiceParts.Client(
            scope.Args.SentinelService, scope.Meta(scope.Layout.SentinelName, Labels.OfSentinel(scope.Name)),
            Labels.SentinelSelector(scope.Name), ServiceParts.Port("sentinel", SentinelDefaults.Port)),
        scope.Child(dependsOn));

    /// <summary>Leads to the master.</summary>
    public static Service Write(RedisSentinelScope scope, RedisServiceArgs args, params Resource[] dependsOn) => new(
        scope.ChildName("service"),
        ServiceParts.Client(
            args, scope.Meta(scope.Layout.WriteName, Labels.OfHaProxy(scope.Name)),
            Labels.HaProxySelector(scope.Name), ServiceParts.Port("redis", RedisClusterDefaults.Port)),
        scope.Child(dependsOn));

    /// <summary>Leads to replicas.</summary>
    public static Service Read(RedisSentinelScope scope, RedisServiceArgs args, params Resource[] dependsOn)
    {
        var port = ServiceParts.Port("redis", RedisClusterDefaults.Port);
        port.TargetPort = SentinelDefaults.ReadPort;
        return new Service(
            scope.ChildName("read-service"),
            ServiceParts.Client(
                args, scope.Meta(scope.Layout.ReadName, Labels.OfHaProxy(scope.Name)),
                Labels.HaProxySelector(scope.Name), port),
            scope.Child(dependsOn));
    }

    private static Service Headless(
        RedisSentinelScope scope, string role, string name, Dictionary<string, string> labels,
        Dictionary<string, string> selector, ServicePortArgs port) => new(
        scope.ChildName(role),
        new ServiceArgs
        {
            Metadata = scope.Meta(name, labels),
            Spec = new ServiceSpecArgs
            {
                ClusterIP = "None",
                PublishNotReadyAddresses = true,
                Selector = Inputs.Map(selector),
                Ports = { port },
            },
        },
        scope.Child());
}
