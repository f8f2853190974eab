using System.Collections.Immutable;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Migration;
using RedisInfra.Model.Departure;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Departure;

/// <summary>
/// Plans, before anybody has left or joined, which slots will move when shards have joined and members have left.
/// </summary>
public static class ScaleForecast
{
    /// <summary>The plan. Nothing is changed.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="desired">What is declared, with members that aren't there yet.</param>
    /// <param name="leaving">Members of shards that stay, which leave first.</param>
    /// <param name="observed">A view of each of them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Resp.RedisConnectionException">A master was lost while it was looked at.</exception>
    public static async Task<RebalanceResult> PlanAsync(
        INodes nodes, DesiredCluster desired, ImmutableArray<Member> leaving, ObservedCluster observed,
        CancellationToken cancellationToken)
    {
        var there = desired.Members.Where(member => IsPart(observed, member)).ToList();
        // Replicas that aren't there yet have no part in the moves; shards that aren't are taken for new ones.
        var members = desired.Shards.SelectMany(shard =>
            shard.Members.Any(there.Contains) ? shard.Members.Where(there.Contains) : shard.Members);
        var request = new RebalanceRequest(DesiredCluster.Remaining(desired.Name, members))
        {
            Leaving = leaving, AssumesNewShards = true,
        };
        var departure = new DepartureRequest(DesiredCluster.Remaining(desired.Name, there), leaving);
        var leave = DeparturePlan.Plan(Only(observed, departure.Members), departure);
        if (leave is DepartureResult.NotReady wait) return new RebalanceResult.NotReady(wait.Reason);
        if (leave is DepartureResult.Refused refused) return new RebalanceResult.Refused(refused.Diagnostics);
        var steps = (leave as DepartureResult.Steps)?.Items ?? [];
        var load = await LoadReader.ReadAsync(nodes, observed, cancellationToken);
        var (views, after) = DepartureForecast.AfterHandOvers(observed, load, request, steps);
        var counts = await OpenSlotReader.ReadAsync(nodes, views, cancellationToken);
        return RebalancePlanner.Plan(views, after, counts, request);
    }

    /// <summary>Whether a member is a part of a cluster already.</summary>
    public static bool IsPart(ObservedCluster observed, Member member) =>
        observed.Of(member) is { Records.Length: > 1 };

    private static ObservedCluster Only(ObservedCluster observed, IEnumerable<Member> members)
    {
        var byName = observed.Views.ToDictionary(view => view.Member.Name, StringComparer.Ordinal);
        return new ObservedCluster([.. members.Select(member => byName[member.Name])]);
    }
}
