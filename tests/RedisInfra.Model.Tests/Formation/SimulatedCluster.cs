using System.Collections.Immutable;
using RedisInfra.Model.Formation;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Tests.Formation;

/// <summary>Cluster nodes whose gossip is instant: just enough to carry plans out and look again.</summary>
internal sealed class SimulatedCluster
{
    private readonly Dictionary<string, Node> _nodes;
    private int _ids;

    public SimulatedCluster(DesiredCluster desired)
    {
        Desired = desired;
        _nodes = desired.Members.Select((member, i) => new Node(member, NodeId.Parse($"{i + 1:x40}")))
            .ToDictionary(node => node.Member.Name);
        _ids = _nodes.Count;
    }

    public DesiredCluster Desired { get; }

    public Node this[string name] => _nodes[name];

    public ObservedCluster Observe() => new([.. Desired.Members.Select(member => View(_nodes[member.Name]))]);

    /// <summary>Does what the real commands do, and refuses what they refuse.</summary>
    public void Apply(FormationStep step)
    {
        switch (step)
        {
            case FormationStep.SetConfig set when set.Parameter == FormationDefaults.NodeTimeout:
                _nodes[set.Member.Name].TimeoutMs = set.Value;
                break;
            case FormationStep.SetConfig set:
                _nodes[set.Member.Name].DelaySec = set.Value;
                break;
            case FormationStep.SetConfigEpoch set:
                var node = _nodes[set.Member.Name];
                Assert.True(node.Epoch == 0 && node.Known.Count == 0, "ERR only in an empty node");
                node.Epoch = set.Epoch;
                break;
            case FormationStep.AddSlots add:
                Assert.DoesNotContain(_nodes.Values, other => other.Slots.Overlaps(add.Slots));
                _nodes[add.Member.Name].Slots = _nodes[add.Member.Name].Slots.Union(add.Slots);
                break;
            case FormationStep.Reset reset:
                var old = _nodes[reset.Member.Name];
                Assert.True(old.Keys == 0 || old.Master is not null, "ERR can't be called with master nodes with keys");
                (old.Slots, old.Master, old.Epoch, old.Id) = (SlotSet.Empty, null, 0, NextId());
                old.Known.Clear();
                old.Foreign.Clear();
                break;
            case FormationStep.Meet meet:
                foreach (var other in meet.Others) Introduce(_nodes[meet.Member.Name], _nodes[other.Name]);
                break;
            case FormationStep.Replicate replicate:
                var replica = _nodes[replicate.Member.Name];
                var master = _nodes[replicate.Master.Name];
                Assert.True(replica.Known.Contains(master.Id), "ERR Unknown node");
                Assert.True(replica.Slots.IsEmpty && replica.Keys == 0, "ERR to set a master the node must be empty");
                Assert.Null(master.Master);
                replica.Master = master.Id;
                break;
        }
    }

    private NodeId NextId() => NodeId.Parse($"{++_ids:x40}");

    /// <summary>A meeting spreads to all that either knows.</summary>
    private void Introduce(Node a, Node b)
    {
        var all = new HashSet<NodeId>([a.Id, b.Id, .. a.Known, .. b.Known]);
        foreach (var node in _nodes.Values.Where(node => all.Contains(node.Id)))
            node.Known.UnionWith(all.Where(id => id != node.Id));
    }

    private NodeView View(Node node)
    {
        var records = ImmutableArray.CreateBuilder<NodeRecord>();
        foreach (var other in _nodes.Values.Where(other => other == node || node.Known.Contains(other.Id)))
        {
            var flags = (other == node ? NodeFlags.Myself : 0) | (other.Master is null ? NodeFlags.Master
                : NodeFlags.Replica);
            records.Add(new NodeRecord(other.Id, "10.0.0.1", other.Member.Port, 1, null, flags, other.Master,
                other.Epoch,
                true, other.Slots, []));
        }
        records.AddRange(node.Foreign);
        bool covers = node.Known.Select(id => _nodes.Values.Single(other => other.Id == id).Slots)
            .Aggregate(node.Slots, (sum, slots) => sum.Union(slots)).Equals(SlotSet.All);
        return new NodeView.Live(
            node.Member, records.ToImmutable(), covers, node.Keys, true, "7.0.15", node.TimeoutMs, node.DelaySec);
    }

    internal sealed class Node(Member member, NodeId id)
    {
        public Member Member { get; } = member;

        public NodeId Id { get; set; } = id;

        public HashSet<NodeId> Known { get; } = [];

        public List<NodeRecord> Foreign { get; } = [];

        public SlotSet Slots { get; set; } = SlotSet.Empty;

        public NodeId? Master { get; set; }

        public long Epoch { get; set; }

        public long Keys { get; set; }

        public int TimeoutMs { get; set; } = 15000;

        public int DelaySec { get; set; } = 5;
    }
}
