using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Twemproxy;

/// <summary>What the objects of proxies and shards need, for the look at the Kubernetes cluster before they are made.
/// </summary>
internal static class TwemproxyPreflight
{
    public static Preflight Of(TwemproxyScope scope, ComponentResourceOptions? options)
    {
        var args = scope.Args;
        var needs = PreflightParts.Of(
            scope, TwemproxyValidation.Where(scope.Name), args.Access, args.Namespace, args.Service, options);
        needs.Images.Add(PreflightParts.Image("Image", args.Image));
        if (args.Proxy.Image is { } image) needs.Images.Add(PreflightParts.Image("Proxy.Image", image));
        foreach (var ring in scope.Spec.Rings)
            PreflightParts.AddStorage(needs, RingValidation.Prefix(ring.Name), ring.Storage);
        if (scope.Spec.Spread == RedisSpread.Required)
        {
            needs.Places.Add(PreflightParts.Evenly("proxies", scope.Spec.Proxies, args.TopologyKey, args.Pod));
            foreach (var ring in scope.Spec.Rings)
                needs.Places.Add(PreflightParts.Evenly(
                    $"shards of pool \"{ring.Name}\"", ring.Shards, args.TopologyKey, args.Pod));
        }

        AddRules(needs, scope.Spec);
        return new Preflight(scope.ChildName("preflight"), needs, scope.Child());
    }

    private static void AddRules(PreflightArgs needs, TwemproxySpec spec)
    {
        needs.Rules.Add(PreflightParts.Made("", "configmaps", "secrets", "serviceaccounts", "services"));
        needs.Rules.Add(PreflightParts.Awaited("apps", "deployments", "statefulsets"));
        needs.Rules.Add(PreflightParts.Made("policy", "poddisruptionbudgets"));
        needs.Rules.Add(PreflightParts.Pods());
        needs.Rules.Add(PreflightParts.Streams("portforward"));
        // Proxies are told in their pods when the ring changes.
        needs.Rules.Add(PreflightParts.Streams("exec"));
        if (!spec.Rings.Any(ring => ring.Storage is RedisStorage.Nfs)) return;
        PreflightParts.AddVolumes(needs);
    }
}
