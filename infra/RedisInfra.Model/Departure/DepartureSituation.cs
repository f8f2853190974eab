using System.Collections.Immutable;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Departure;

/// <summary>What the views add up to when everybody who stays answered.</summary>
internal sealed record DepartureSituation(ObservedCluster Observed, DepartureRequest Request)
{
    /// <summary>The views of those that stay.</summary>
    public required ImmutableArray<NodeView.Live> Staying { get; init; }

    /// <summary>The views of those that leave and answer.</summary>
    public required ImmutableArray<NodeView.Live> Leaving { get; init; }

    /// <summary>Members that leave and don't answer.</summary>
    public required ImmutableArray<NodeView.Silent> Silent { get; init; }

    /// <summary>Nodes that somebody who stays knows and that nobody who answered is.</summary>
    public required ImmutableArray<(NodeView.Live SeenBy, NodeRecord Record)> Strangers { get; init; }

    public string Where => $"Redis Cluster \"{Request.Staying.Name}\"";

    /// <summary>All slots that those who answered claim for themselves.</summary>
    public SlotSet Covered => Observed.ClaimedSlots;

    /// <summary>Whether all slots belong to members that stay.</summary>
    public bool IsCarriedByStaying => Staying.Aggregate(SlotSet.Empty, (sum, view) => sum.Union(view.Self.Slots))
        .Equals(SlotSet.All);

    public static DepartureSituation Of(ObservedCluster observed, DepartureRequest request)
    {
        var names = request.Leaving.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        var staying = observed.Live.Where(view => !names.Contains(view.Member.Name)).ToImmutableArray();
        var known = observed.Live.Select(view => view.Self.Id).ToHashSet();
        return new DepartureSituation(observed, request)
        {
            Staying = staying,
            Leaving = [.. observed.Live.Where(view => names.Contains(view.Member.Name))],
            Silent = [.. observed.Silent.Where(view => names.Contains(view.Member.Name))],
            Strangers =
            [
                .. staying.SelectMany(view => view.Peers.Where(record => !known.Contains(record.Id))
                    .Select(record => (view, record))),
            ],
        };
    }

    /// <summary>Whether anybody who stays knows the node.</summary>
    public bool IsKnown(NodeView.Live view) => Staying.Any(other => other.Knows(view.Self.Id));

    /// <summary>
    /// Whether a member that leaves is, or was until it was forgotten, a part of the cluster of those that stay.
    /// </summary>
    public bool IsPart(NodeView.Live view) => IsKnown(view) || Staying.Any(other => view.Knows(other.Self.Id));

    /// <summary>The shard of a member that leaves goes on with other members.</summary>
    public bool StaysAsShard(int shard) => shard < Request.Staying.Shards.Length;

    /// <summary>Whether a shard's slots are owned, or owned too, by a member that stays.</summary>
    public bool HasStayingOwner(int shard) =>
        Staying.Any(view => ShardOf(view) == shard && !view.Self.Slots.IsEmpty);

    /// <summary>
    /// The shard whose slots a member owns, if it owns any. One that is to change its shard is of the old one until
    /// another member of that one owns its slots.
    /// </summary>
    public int ShardOf(NodeView.Live view) => Request.Changing.TryGetValue(view.Member.Name, out int old)
        && !Observed.Live.Any(other => other.Member.Shard == old && !other.Self.Slots.IsEmpty)
            ? old : view.Member.Shard;

    /// <summary>The owner of a shard's slots, whether it stays or leaves; null while there is none.</summary>
    public NodeView.Live? OwnerOf(int shard) =>
        Observed.Live.FirstOrDefault(view => !view.Self.Slots.IsEmpty && ShardOf(view) == shard);

    /// <summary>Members that are to be of another shard and are part of the cluster, by name.</summary>
    public IEnumerable<NodeView.Live> Changing =>
        Staying.Where(view => Request.Changing.ContainsKey(view.Member.Name) && view.Records.Length > 1)
            .OrderBy(view => view.Member.Name, StringComparer.Ordinal);

    /// <summary>Whether a member that is to change its shard owns the slots of the one that it leaves.</summary>
    public bool OwnsItsOld(NodeView.Live view) =>
        !view.Self.Slots.IsEmpty && ShardOf(view) != view.Member.Shard;

    /// <summary>Whether a member is to follow the owner of another shard and doesn't yet.</summary>
    public bool IsToFollow(NodeView.Live view) => Request.Changing.ContainsKey(view.Member.Name)
        && view.Self.Slots.IsEmpty && OwnerOf(view.Member.Shard) is { } owner && view.Self.Master != owner.Self.Id;

    /// <summary>The members that replicate a node and stay.</summary>
    public IEnumerable<NodeView.Live> StayingReplicasOf(NodeView.Live view) =>
        Staying.Where(other => other.Self.Master == view.Self.Id);

    /// <summary>A member that leaves with slots that a replica of it can take over.</summary>
    public bool HandsOver(NodeView.Live view) => !view.Self.Slots.IsEmpty && StaysAsShard(view.Member.Shard)
        && !HasStayingOwner(view.Member.Shard);

    /// <summary>Whether a record may be that of a member that leaves and doesn't answer.</summary>
    public bool MayBeSilent(NodeRecord record) => Silent.Any(view => record.Hostname is not { Length: > 0 } name
        || name == view.Member.Host || name.StartsWith(view.Member.Name + ".", StringComparison.Ordinal));
}
