using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Zookeeper;

/// <summary>What the objects of an ensemble need, for the look at the Kubernetes cluster before they are made.
/// </summary>
internal static class ZookeeperPreflight
{
    public static Preflight Of(ZookeeperScope scope, ComponentResourceOptions? options)
    {
        var (args, spec) = (scope.Args, scope.Spec);
        var needs = PreflightParts.Of(
            scope, ZookeeperValidation.Where(scope.Name), args.Access, args.Namespace, args.Service, options);
        needs.Images.Add(PreflightParts.Image("Image", args.Image));
        PreflightParts.AddStorage(needs, "", args.Storage);
        PreflightParts.AddStorage(needs, "Log", args.LogStorage ?? args.Storage);
        // Servers know each other by it.
        needs.Lasting.Add("ClusterDomain", args.ClusterDomain);
        foreach (var (ordinal, port) in spec.ServerNodePorts.Index())
            PreflightParts.AddNodePort(needs, $"ServerNodePorts[{ordinal}]", port, spec.Pod(ordinal));
        if (spec.Spread == RedisSpread.Required)
            needs.Places.Add(PreflightParts.Places("servers", spec.Servers, args.TopologyKey, args.Pod));
        needs.Rules.Add(PreflightParts.Made("", "configmaps", "secrets", "serviceaccounts", "services"));
        needs.Rules.Add(PreflightParts.Awaited("apps", "statefulsets"));
        needs.Rules.Add(PreflightParts.Made("policy", "poddisruptionbudgets"));
        needs.Rules.Add(PreflightParts.Pods());
        needs.Rules.Add(PreflightParts.Streams("portforward"));
        if (spec.Volumes.Any(volume => volume.Storage is RedisStorage.Nfs)) PreflightParts.AddVolumes(needs);
        return new Preflight(scope.ChildName("preflight"), needs, scope.Child());
    }
}
