using System.Collections.Immutable;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Tests.Rebalancing;

/// <summary>A cluster all of whose nodes agree, until a test changes what one of them says.</summary>
internal sealed class StandingCluster
{
    private readonly Dictionary<string, Node> _nodes = [];
    private int _created;

    /// <summary>Nodes in their order.</summary>
    public IEnumerable<Node> Nodes => _nodes.Values;

    public Node this[string name] => _nodes[name];

    /// <summary>Even shards, named a, b, c…: "a-0" the master, "a-1" and so on its replicas.</summary>
    public static StandingCluster Even(int shards, int replicas = 0)
    {
        var cluster = new StandingCluster();
        var layout = SlotLayout.Even(shards);
        for (int shard = 0; shard < shards; shard++) cluster.AddShard(replicas, SlotSet.Of(layout[shard]));
        return cluster;
    }

    /// <summary>Another shard, with or without slots.</summary>
    public Node AddShard(int replicas = 0, SlotSet? slots = null)
    {
        int shard = _nodes.Values.Select(node => node.Member.Shard + 1).DefaultIfEmpty(0).Max();
        var master = Add(shard, 0);
        master.Slots = slots ?? SlotSet.Empty;
        for (int index = 1; index <= replicas; index++) Add(shard, index).Master = master.Id;
        return master;
    }

    /// <summary>What the shards of some members, all unless named, should share; everybody else leaves.</summary>
    public RebalanceRequest Request(params string[] leaving)
    {
        var staying = _nodes.Values.Where(node => !leaving.Contains(node.Member.Name)).Select(node => node.Member);
        return new RebalanceRequest(DesiredCluster.Remaining("test", staying))
        {
            Leaving = [.. leaving.Select(name => _nodes[name].Member)],
        };
    }

    /// <summary>Every node's view, in the order of a request's members.</summary>
    public ObservedCluster Observe(RebalanceRequest request)
    {
        var lines = Nodes.ToDictionary(node => node.Member.Name, Line);
        return new ObservedCluster([.. request.Members.Select(member => View(_nodes[member.Name], lines))]);
    }

    public RebalanceResult Plan(RebalanceRequest request, ClusterLoad? load = null, OpenSlotCounts? counts = null) =>
        RebalancePlanner.Plan(Observe(request), load ?? ClusterLoad.Empty, counts ?? OpenSlotCounts.None, request);

    public RebalancePlan Steps(RebalanceRequest request, ClusterLoad? load = null)
    {
        var result = Plan(request, load);
        return result is RebalanceResult.Steps steps ? steps.Plan : throw new InvalidOperationException(Text(result));
    }

    /// <summary>Carries a plan out.</summary>
    public void Apply(RebalancePlan plan)
    {
        foreach (var move in plan.Moves)
        {
            var (from, to) = (_nodes[move.From.Name], _nodes[move.To.Name]);
            Assert.Equal(move.Slots.Count, from.Slots.Intersect(move.Slots).Count);
            from.Slots = from.Slots.Except(move.Slots);
            to.Slots = to.Slots.Union(move.Slots);
        }
    }

    public string Owners => string.Join('\n', Nodes.Select(node => $"{node.Member.Name} {node.Slots}"));

    /// <summary>A result so that two can be compared and a failing one can be read.</summary>
    public static string Text(RebalanceResult result) => result switch
    {
        RebalanceResult.Steps steps => string.Join('\n', steps.Plan.Moves.Select(move =>
            $"{move.From.Name} -> {move.To.Name} {move.Slots} {move.Keys} {move.Bytes}")),
        RebalanceResult.Resume resume => string.Join('\n', resume.Items),
        RebalanceResult.NotReady wait => wait.Reason,
        RebalanceResult.Refused refused => string.Join('\n', refused.Diagnostics),
        _ => "balanced",
    };

    private Node Add(int shard, int index)
    {
        string name = shard < 26 ? $"{(char)('a' + shard)}-{index}" : $"s{shard:d4}-{index}";
        _created++;
        var node = new Node(new Member(name, shard, index, "127.0.0.1", 7000 + _created),
            NodeId.Parse($"{_created * 2654435761L % uint.MaxValue:x8}{_created:x32}"), _created);
        _nodes.Add(name, node);
        return node;
    }

    private static NodeRecord Line(Node node) => new(
        node.Id, "10.0.0.1", node.Member.Port, node.Member.Port + 10000, null,
        node.Master is null ? NodeFlags.Master : NodeFlags.Replica, node.Master, node.Epoch, true,
        node.Master is null ? node.Slots : SlotSet.Empty, []);

    private NodeView View(Node node, Dictionary<string, NodeRecord> lines)
    {
        if (node.Silence is { } silence) return new NodeView.Silent(node.Member, silence, "no answer");
        var records = ImmutableArray.CreateBuilder<NodeRecord>();
        foreach (var other in Nodes)
        {
            var line = lines[other.Member.Name];
            if (other == node)
                records.Add(line with { Flags = line.Flags | NodeFlags.Myself, OpenSlots = [.. node.Open] });
            else if (!node.Unknown.Contains(other.Member.Name) && !other.IsForgotten)
                records.Add(node.Beliefs.TryGetValue(other.Member.Name, out var change) ? change(line) : line);
        }
        records.AddRange(node.Foreign);
        return new NodeView.Live(node.Member, records.ToImmutable(), node.IsStateOk, node.Keys, node.IsLinkUp,
            node.Version, node.TimeoutMs, 5, node.Functions)
        {
            AllowsReplicaMigration = node.AllowsMigration, IsRoleKept = node.IsRoleKept, SlotTasks = [.. node.Tasks],
        };
    }

    internal sealed class Node(Member member, NodeId id, long epoch)
    {
        public Member Member { get; set; } = member;

        public NodeId Id { get; } = id;

        public long Epoch { get; set; } = epoch;

        public SlotSet Slots { get; set; } = SlotSet.Empty;

        public NodeId? Master { get; set; }

        public List<OpenSlot> Open { get; } = [];

        public List<SlotTask> Tasks { get; } = [];

        /// <summary>Members that it doesn't know.</summary>
        public HashSet<string> Unknown { get; } = [];

        /// <summary>What it believes of others instead of the truth.</summary>
        public Dictionary<string, Func<NodeRecord, NodeRecord>> Beliefs { get; } = [];

        public List<NodeRecord> Foreign { get; } = [];

        public SilentReason? Silence { get; set; }

        /// <summary>Nobody knows it.</summary>
        public bool IsForgotten { get; set; }

        public bool IsStateOk { get; set; } = true;

        public bool IsLinkUp { get; set; } = true;

        public long Keys { get; set; }

        public string Version { get; set; } = "7.0.15";

        public int TimeoutMs { get; set; } = 15000;

        public string Functions { get; set; } = "";

        public bool AllowsMigration { get; set; }

        public bool IsRoleKept { get; set; }
    }
}
