using System.Collections.Immutable;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Observation;

/// <summary>Every declared member's own view, taken at about the same time.</summary>
/// <param name="Views">One view a member, in the order of the declared members.</param>
public sealed record ObservedCluster(ImmutableArray<NodeView> Views)
{
    /// <summary>The views of the members that answered.</summary>
    public IEnumerable<NodeView.Live> Live => Views.OfType<NodeView.Live>();

    /// <summary>The members that gave no view.</summary>
    public IEnumerable<NodeView.Silent> Silent => Views.OfType<NodeView.Silent>();

    /// <summary>The view of the member that calls itself <paramref name="id"/>, or null.</summary>
    public NodeView.Live? ById(NodeId id) => Live.FirstOrDefault(view => view.Self.Id == id);

    /// <summary>The view of a member, or null when it gave none.</summary>
    public NodeView.Live? Of(Member member) => Live.FirstOrDefault(view => view.Member.Name == member.Name);

    /// <summary>All slots that members claim for themselves.</summary>
    public SlotSet ClaimedSlots =>
        Live.Aggregate(SlotSet.Empty, (slots, view) => slots.Union(view.Self.Slots));

    /// <summary>Whom those that answered take for the owner of slots that nobody claims, as a part of a sentence.
    /// </summary>
    public string Hearsay(SlotSet slots)
    {
        var said = Live.SelectMany(view => view.Peers.Where(record => record.Slots.Overlaps(slots))
                .Select(record => (Owner: NameOf(record.Id), By: view.Member.Name)))
            .GroupBy(pair => pair.Owner, pair => pair.By)
            .Select(group => $"{group.Key}'s in the view of {string.Join(", ", group)}").ToList();
        return said.Count == 0 ? "" : $" (they are {string.Join("; ", said)})";
    }

    /// <summary>What to call a node in a message: its member's name, else the first digits of its id.</summary>
    public string NameOf(NodeId id) => ById(id)?.Member.Name ?? id.Short;
}
