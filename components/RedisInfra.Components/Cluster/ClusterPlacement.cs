using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Cluster;

/// <summary>Where members may run.</summary>
internal static class ClusterPlacement
{
    /// <summary>
    /// Members of one shard apart first, so that a place that fails takes only one of them; then all members apart,
    /// which
    /// spreads the masters. Without a label for the shard (a single StatefulSet) only the second can be said.
    /// </summary>
    public static AffinityArgs Affinity(ClusterScope scope, int? shard)
    {
        var rules = new PodAntiAffinityArgs();
        var strict = Term(scope, shard);
        if (scope.Spec.Spread == RedisSpread.Required)
            rules.RequiredDuringSchedulingIgnoredDuringExecution.Add(strict);
        else
            rules.PreferredDuringSchedulingIgnoredDuringExecution.Add(Weighted(100, strict));
        if (shard is not null)
            rules.PreferredDuringSchedulingIgnoredDuringExecution.Add(Weighted(50, Term(scope, null)));
        return new AffinityArgs { PodAntiAffinity = rules };
    }

    private static WeightedPodAffinityTermArgs Weighted(int weight, PodAffinityTermArgs term) =>
        new() { Weight = weight, PodAffinityTerm = term };

    private static PodAffinityTermArgs Term(ClusterScope scope, int? shard) => new()
    {
        TopologyKey = scope.Args.TopologyKey,
        LabelSelector = new LabelSelectorArgs { MatchLabels = Inputs.Map(Labels.Selector(scope.Spec.Name, shard)) },
    };
}
