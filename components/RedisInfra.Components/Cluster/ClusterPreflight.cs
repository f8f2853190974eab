using Pulumi;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Cluster;

/// <summary>What a cluster's objects need, for the look at the Kubernetes cluster before they are made.</summary>
internal static class ClusterPreflight
{
    public static Preflight Of(ClusterScope scope, ComponentResourceOptions? options)
    {
        var (spec, args) = (scope.Spec, scope.Args);
        var needs = PreflightParts.Of(
            scope, RedisClusterValidation.Where(spec.Name), args.Access, args.Namespace, args.Service, options);
        needs.Images.Add(PreflightParts.Image("Image", args.Image));
        PreflightParts.AddStorage(needs, "", spec.Storage);
        if (spec.Spread == RedisSpread.Required)
        {
            // One StatefulSet for all shards knows no shards: see ClusterPlacement.
            var apart = spec.Workload == RedisWorkload.Single ? scope.Layout.Members.Length : spec.MembersPerShard;
            needs.Places.Add(PreflightParts.Places("members", apart, args.TopologyKey, args.Pod));
        }

        needs.Rules.Add(PreflightParts.Made("", "configmaps", "secrets", "serviceaccounts", "services"));
        needs.Rules.Add(PreflightParts.Awaited("apps", "statefulsets"));
        needs.Rules.Add(PreflightParts.Made("policy", "poddisruptionbudgets"));
        needs.Rules.Add(PreflightParts.Pods());
        needs.Rules.Add(PreflightParts.Streams("portforward"));
        if (spec.Storage is RedisStorage.Nfs) PreflightParts.AddVolumes(needs);
        return new Preflight(scope.ChildName("preflight"), needs, scope.Child());
    }
}
