using System.Collections.Immutable;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Rebalancing;

/// <summary>What the views add up to: who takes part, who is a master, who isn't there yet.</summary>
internal sealed record RebalanceSituation(ObservedCluster Observed, RebalanceRequest Request)
{
    /// <summary>The views of those that are a part of the cluster.</summary>
    public required ImmutableArray<NodeView.Live> Live { get; init; }

    /// <summary>The same by their own ids. Two members that lead to one process are there once.</summary>
    public required Dictionary<NodeId, NodeView.Live> ById { get; init; }

    /// <summary>Members that aren't a part yet and are taken for new and empty.</summary>
    public required ImmutableHashSet<string> Assumed { get; init; }

    /// <summary>Everybody who gives slots, takes slots or keeps them; nobody for a shard without a master.</summary>
    public required ImmutableArray<Party> Parties { get; init; }

    public string Where => $"Redis Cluster \"{Request.Desired.Name}\"";

    public static RebalanceSituation Of(ObservedCluster observed, RebalanceRequest request)
    {
        var assumed = request.AssumesNewShards ? NotThereYet(observed, request) : [];
        var live = observed.Live.Where(view => !assumed.Contains(view.Member.Name)).ToImmutableArray();
        var byId = new Dictionary<NodeId, NodeView.Live>(live.Length, NodeIdComparer.Instance);
        foreach (var view in live) byId.TryAdd(view.Self.Id, view);
        var byName = live.ToDictionary(view => view.Member.Name, StringComparer.Ordinal);
        return new RebalanceSituation(observed, request)
        {
            Live = live, ById = byId, Assumed = assumed, Parties = [.. PartiesOf(request, byName, assumed)],
        };
    }

    public string NameOf(NodeId id) => ById.TryGetValue(id, out var view) ? view.Member.Name : id.Short;

    /// <summary>
    /// A shard is new when none of its members is a part of the cluster: they don't answer, or stand alone, without
    /// slots and keys.
    /// </summary>
    private static ImmutableHashSet<string> NotThereYet(ObservedCluster observed, RebalanceRequest request)
    {
        var absent = observed.Views.Where(IsAbsent).Select(view => view.Member.Name)
            .ToHashSet(StringComparer.Ordinal);
        return [.. request.Desired.Shards.Where(shard => shard.Members.All(member => absent.Contains(member.Name)))
            .SelectMany(shard => shard.Members).Select(member => member.Name)];
    }

    private static bool IsAbsent(NodeView view) => view switch
    {
        NodeView.Silent silent => silent.Reason == SilentReason.Unreachable,
        NodeView.Live live => live.Records.Length == 1 && live.Self.Slots.IsEmpty && live.KeyCount == 0,
        _ => false,
    };

    private static IEnumerable<Party> PartiesOf(
        RebalanceRequest request, Dictionary<string, NodeView.Live> byName, ImmutableHashSet<string> assumed)
    {
        foreach (var shard in request.Desired.Shards)
        {
            if (assumed.Contains(shard.Members[0].Name))
            {
                yield return new Party(shard.Members[0], null, shard);
                continue;
            }
            var masters = shard.Members.Select(member => byName.GetValueOrDefault(member.Name))
                .OfType<NodeView.Live>().Where(view => view.Self.IsMaster)
                .OrderByDescending(view => view.Self.Slots.Count).ToList();
            for (int i = 0; i < masters.Count; i++)
            {
                // A second owner in a shard gives up what it has: a shard has one master.
                if (i > 0 && masters[i].Self.Slots.IsEmpty) break;
                yield return new Party(masters[i].Member, masters[i], i == 0 ? shard : null);
            }
        }
        foreach (var member in request.Leaving)
        {
            if (byName.TryGetValue(member.Name, out var view) && !view.Self.Slots.IsEmpty)
                yield return new Party(member, view, null);
        }
    }
}
