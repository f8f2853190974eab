using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Sentinel;

/// <summary>What the objects of a set need, for the look at the Kubernetes cluster before they are made.</summary>
internal static class RedisSentinelPreflight
{
    public static Preflight Of(RedisSentinelScope scope, ComponentResourceOptions? options)
    {
        var (args, spec) = (scope.Args, scope.Spec);
        var needs = PreflightParts.Of(
            scope, RedisSentinelValidation.Where(scope.Name), args.Access, args.Namespace, service: null, options);
        needs.Service = spec.HasProxies ? scope.Layout.WriteName : scope.Layout.SentinelName;
        needs.Images.Add(PreflightParts.Image("Image", args.Image));
        PreflightParts.AddNodePort(needs, "SentinelService", args.SentinelService, scope.Layout.SentinelName);
        if (args.Proxy is { } proxy)
        {
            needs.Images.Add(PreflightParts.Image("Proxy.Image", proxy.Image));
            PreflightParts.AddNodePort(needs, "Proxy.WriteService", proxy.WriteService, scope.Layout.WriteName);
            PreflightParts.AddNodePort(needs, "Proxy.ReadService", proxy.ReadService, scope.Layout.ReadName);
        }

        PreflightParts.AddStorage(needs, "", spec.Storage);
        if (spec.Spread == RedisSpread.Required)
        {
            needs.Places.Add(PreflightParts.Evenly("members", spec.Members, args.TopologyKey, args.Pod));
            needs.Places.Add(PreflightParts.Evenly("Sentinels", spec.Sentinels, args.TopologyKey, args.Pod));
            if (spec.HasProxies)
                needs.Places.Add(PreflightParts.Evenly("proxies", spec.Proxies, args.TopologyKey, args.Pod));
        }

        needs.Rules.Add(PreflightParts.Made("", "configmaps", "secrets", "serviceaccounts", "services"));
        needs.Rules.Add(spec.HasProxies
            ? PreflightParts.Awaited("apps", "deployments", "statefulsets")
            : PreflightParts.Awaited("apps", "statefulsets"));
        needs.Rules.Add(PreflightParts.Made("policy", "poddisruptionbudgets"));
        needs.Rules.Add(PreflightParts.Pods());
        needs.Rules.Add(PreflightParts.Streams("portforward"));
        if (spec.Storage is RedisStorage.Nfs) PreflightParts.AddVolumes(needs);
        return new Preflight(scope.ChildName("preflight"), needs, scope.Child());
    }
}
