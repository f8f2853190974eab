using System.Collections.Immutable;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Migration;

/// <summary>All open slots of a cluster, with the nodes at their ends looked up.</summary>
internal sealed class OpenSlotScene
{
    private readonly Dictionary<NodeId, NodeView.Live> _byId;

    private OpenSlotScene(ObservedCluster observed)
    {
        Observed = observed;
        _byId = observed.Live.GroupBy(view => view.Self.Id).ToDictionary(group => group.Key, group => group.First());
        Masters = [.. observed.Live.Where(view => view.Self.IsMaster)
            .OrderBy(view => view.Member.Name, StringComparer.Ordinal)];
        Cases = [.. CasesOf()];
    }

    public ObservedCluster Observed { get; }

    /// <summary>
    /// Whose keys of open slots have to be known: everybody's. After failovers a master may hold keys of a slot that
    /// nothing tells of any more (redis #6339).
    /// </summary>
    public ImmutableArray<NodeView.Live> Masters { get; }

    public ImmutableArray<OpenSlotCase> Cases { get; }

    public static OpenSlotScene Of(ObservedCluster observed) => new(observed);

    private IEnumerable<OpenSlotCase> CasesOf()
    {
        var ends = Masters.SelectMany(view => view.Self.OpenSlots.Select(open => (open.Slot, View: view, Open: open)))
            .GroupBy(end => end.Slot).OrderBy(group => group.Key);
        foreach (var group in ends)
        {
            int slot = group.Key;
            yield return new OpenSlotCase(slot,
                [.. Masters.Where(view => view.Self.Slots.Contains(slot))
                    .OrderByDescending(view => view.Self.ConfigEpoch)],
                [.. group.Select(end => new OpenSlotCase.End(
                    end.View, end.Open.Direction, NameOf(end.Open.Peer), PresentMaster(end.Open.Peer)))]);
        }
    }

    /// <summary>After a failover the node that was named is a replica, and its master has its keys.</summary>
    private NodeView.Live? PresentMaster(NodeId id)
    {
        if (!_byId.TryGetValue(id, out var view)) return null;
        if (view.Self.IsMaster) return view;
        return view.Self.Master is { } master && _byId.TryGetValue(master, out var now) && now.Self.IsMaster
            ? now
            : null;
    }

    private string NameOf(NodeId id) => _byId.TryGetValue(id, out var view) ? view.Member.Name : id.Short;
}
