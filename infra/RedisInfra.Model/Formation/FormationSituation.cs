using System.Collections.Immutable;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Formation;

/// <summary>What the views add up to, when every member answered.</summary>
internal sealed record FormationSituation(ObservedCluster Observed, DesiredCluster Desired)
{
    /// <summary>
    /// Every slot is claimed by some member: a cluster that stands, or one whose masters are about to meet.
    /// </summary>
    public required bool IsCovered { get; init; }

    /// <summary>Covered, and all slot owners know each other: from here on it may hold data.</summary>
    public required bool IsStanding { get; init; }

    /// <summary>Whether an earlier run began: something differs from nodes that were just started.</summary>
    public required bool IsResumed { get; init; }

    /// <summary>
    /// The member that is, or is to be, the master of each shard. Empty where a shard can't have one.
    /// </summary>
    public required ImmutableDictionary<int, NodeView.Live> Masters { get; init; }

    /// <summary>
    /// Declared shards that a cluster which owns all slots doesn't have yet. Their masters stay empty: moving slots to
    /// them comes after forming.
    /// </summary>
    public required ImmutableHashSet<int> NewShards { get; init; }

    public IEnumerable<NodeView.Live> Owners => Observed.Live.Where(view => !view.Self.Slots.IsEmpty);

    public NodeView.Live View(Member member) =>
        Observed.Of(member) ?? throw new InvalidOperationException($"bug in RedisInfra: no view of {member.Name}");

    public static FormationSituation Of(ObservedCluster observed, DesiredCluster desired)
    {
        var owners = observed.Live.Where(view => !view.Self.Slots.IsEmpty).ToList();
        bool covered = observed.ClaimedSlots.Equals(SlotSet.All);
        var masters = desired.Shards.Select(shard => (shard.Index, View: MasterOf(observed, shard)))
            .Where(pair => pair.View is not null).ToImmutableDictionary(pair => pair.Index, pair => pair.View!);
        return new FormationSituation(observed, desired)
        {
            IsCovered = covered,
            IsStanding = covered && owners.All(view => owners.All(other => view.Knows(other.Self.Id))),
            IsResumed = observed.Live
                .Any(view => view.Records.Length > 1 || !view.Self.Slots.IsEmpty || view.Self.ConfigEpoch > 0),
            Masters = masters,
            NewShards = covered ? NewAmong(observed, desired, masters, desired.Shards.Length - owners.Count) : [],
        };
    }

    /// <summary>Whether a member is the master of a shard that owns nothing yet and is to keep that role.</summary>
    public bool IsNewMaster(NodeView.Live view) => NewShards.Contains(view.Member.Shard) && IsMaster(view);

    /// <summary>Whether a member is, or is to be, the master of its shard.</summary>
    public bool IsMaster(NodeView.Live view) =>
        Masters.TryGetValue(view.Member.Shard, out var master) && ReferenceEquals(master, view);

    /// <summary>
    /// The member with slots; before there is one, the one that others of the shard follow already, else the first
    /// that isn't a replica.
    /// </summary>
    private static NodeView.Live? MasterOf(ObservedCluster observed, Shard shard)
    {
        var views = shard.Members.Select(observed.Of).OfType<NodeView.Live>().ToList();
        return views.FirstOrDefault(view => !view.Self.Slots.IsEmpty)
            ?? views.FirstOrDefault(view => view.Self.IsMaster
                && views.Any(other => other.Self.Master == view.Self.Id))
            ?? views.FirstOrDefault(view => view.Self.IsMaster);
    }

    /// <summary>
    /// As many shards without an owner as owners are missing. In a cluster that was adopted with its nodes in other
    /// shards than declared, a shard whose members all replicate others is none of them.
    /// </summary>
    private static ImmutableHashSet<int> NewAmong(
        ObservedCluster observed, DesiredCluster desired, ImmutableDictionary<int, NodeView.Live> masters, int missing)
    {
        var candidates = desired.Shards.Where(shard =>
            masters.TryGetValue(shard.Index, out var master) && master.Self.Slots.IsEmpty);
        return [.. candidates.OrderBy(shard => FollowersOfOthers(observed, shard, masters[shard.Index]))
            .ThenBy(shard => shard.Index).Take(Math.Max(0, missing)).Select(shard => shard.Index)];
    }

    private static int FollowersOfOthers(ObservedCluster observed, Shard shard, NodeView.Live master) =>
        shard.Members.Select(observed.Of).OfType<NodeView.Live>()
            .Count(view => view.Self.IsReplica && view.Self.Master != master.Self.Id);
}
