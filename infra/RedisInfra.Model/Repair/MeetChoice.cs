using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Repair;

/// <summary>Which nodes are introduced to which. Who belongs to one cluster is decided before.</summary>
internal static class MeetChoice
{
    public static (ImmutableArray<RepairStep.Meet> Steps, ImmutableArray<Diagnostic> Left) Of(
        string where, ObservedCluster observed)
    {
        var steps = ImmutableArray.CreateBuilder<RepairStep.Meet>();
        var left = ImmutableArray.CreateBuilder<Diagnostic>();
        var live = observed.Live.ToList();
        var lost = live.Where(view => live.Any(other => !other.Knows(view.Self.Id) || !view.Knows(other.Self.Id)))
            .ToList();
        var risky = lost.ToDictionary(view => view.Self.Id, view => Rivals(observed, view));
        foreach (var view in lost.Where(view => !risky[view.Self.Id].IsEmpty))
        {
            left.Add(new Diagnostic("RI3404", $"{where}, node {view.Member.Name}",
                $"not all nodes know it, and it claims slots {risky[view.Self.Id]} that another node has as well",
                "when they meet, the one with the older epoch gives its slots up and deletes their keys",
                "Compare these keys first, and decide by hand whose slots they are"));
        }
        foreach (var view in live)
        {
            foreach (var other in live.Where(other => other != view && !view.Knows(other.Self.Id)))
            {
                if (Risk(risky, view) || Risk(risky, other)) continue;
                string? ip = IpOf(live, other);
                if (ip is null)
                {
                    left.Add(new Diagnostic("RI3405", $"{where}, node {other.Member.Name}",
                        $"{view.Member.Name} doesn't know it", "no node tells its IP, which CLUSTER MEET needs",
                        "Send CLUSTER MEET by hand"));
                    continue;
                }
                steps.Add(new RepairStep.Meet(
                    view.Member, other.Member, ip, other.Self.Port, other.Self.BusPort));
            }
        }
        return (steps.ToImmutable(), [.. left.Distinct()]);
    }

    private static bool Risk(Dictionary<Topology.NodeId, SlotSet> risky, NodeView.Live view) =>
        risky.TryGetValue(view.Self.Id, out var slots) && !slots.IsEmpty;

    /// <summary>
    /// Slots that somebody besides the node has: another that answers and says so itself, or one that doesn't answer
    /// and of which others say so.
    /// </summary>
    private static SlotSet Rivals(ObservedCluster observed, NodeView.Live view)
    {
        var others = observed.Live.Where(other => other.Self.Id != view.Self.Id).Select(other => other.Self.Slots);
        var absent = observed.Live.SelectMany(other => other.Peers)
            .Where(record => record.Id != view.Self.Id && observed.ById(record.Id) is null)
            .Select(record => record.Slots);
        return others.Concat(absent).Aggregate(SlotSet.Empty, (sum, slots) => sum.Union(slots))
            .Intersect(view.Self.Slots);
    }

    /// <summary>Where those who are connected to it have it; else where it was reached, or says that it is.</summary>
    private static string? IpOf(IEnumerable<NodeView.Live> live, NodeView.Live node)
    {
        var records = live.SelectMany(view => view.Peers).Where(record => record.Id == node.Self.Id);
        string? seen = records.Where(record => record is { IsConnected: true, Ip.Length: > 0 })
            .Select(record => record.Ip).Order(StringComparer.Ordinal).FirstOrDefault();
        string? found = seen ?? node.Member.GossipIp ?? node.Self.Ip;
        return string.IsNullOrEmpty(found) ? null : found;
    }
}
