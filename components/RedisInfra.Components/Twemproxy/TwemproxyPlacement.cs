using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// Where pods may run: as evenly over places as can be. Anti-affinity would compare each of a hundred shards with all
/// others, and once there are more pods than places it has nothing more to say.
/// </summary>
internal static class TwemproxyPlacement
{
    public static InputList<TopologySpreadConstraintArgs> Spread(
        TwemproxyScope scope, IEnumerable<KeyValuePair<string, string>> selector) => new()
    {
        new TopologySpreadConstraintArgs
        {
            MaxSkew = 1,
            TopologyKey = scope.Args.TopologyKey,
            WhenUnsatisfiable = scope.Spec.Spread == RedisSpread.Required ? "DoNotSchedule" : "ScheduleAnyway",
            LabelSelector = new LabelSelectorArgs { MatchLabels = Inputs.Map(selector) },
        },
    };
}
