using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// Where pods may run: as evenly over places as can be. Anti-affinity would compare each of a hundred shards with all
/// others, and once there are more pods than places it has nothing more to say.
/// </summary>
internal static class TwemproxyPlacement
{
    public static InputList<TopologySpreadConstraintArgs> Spread(
        TwemproxyScope scope, IEnumerable<KeyValuePair<string, string>> selector) =>
        PodParts.Spread(selector, scope.Args.TopologyKey, scope.Spec.Spread);
}
