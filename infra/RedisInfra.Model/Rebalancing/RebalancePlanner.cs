using RedisInfra.Model.Migration;
using RedisInfra.Model.Observation;

namespace RedisInfra.Model.Rebalancing;

/// <summary>
/// Plans which slots move where. Pure: the same views, load and request give the same plan.
/// </summary>
public static class RebalancePlanner
{
    // A first shape; the planning follows.
    /// <summary>What has to be done so that every shard owns its part and nobody who leaves owns anything.</summary>
    /// <param name="observed">One view for each of the request's members, in their order.</param>
    /// <param name="load">What slots hold; <see cref="ClusterLoad.Empty"/> plans by slots alone.</param>
    /// <param name="counts">Keys of open slots; only needed when a slot is open.</param>
    /// <param name="request">What is wanted.</param>
    public static RebalanceResult Plan(
        ObservedCluster observed, ClusterLoad load, OpenSlotCounts counts, RebalanceRequest request)
    {
        _ = (observed, load, counts, request);
        return new RebalanceResult.Balanced();
    }
}
