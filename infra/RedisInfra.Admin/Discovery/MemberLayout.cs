using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Discovery;

/// <summary>Nodes as members of shards: masters in the order of their first slot, those without slots last.</summary>
/// <param name="Members">The members in order, with their nodes' ids.</param>
/// <param name="Shards">How many shards there are.</param>
internal sealed record MemberLayout(IReadOnlyList<(NodeId Id, Member Member)> Members, int Shards)
{
    /// <param name="known">The nodes.</param>
    /// <param name="live">Those that answered, as the members that they were asked as.</param>
    public static MemberLayout Of(
        IReadOnlyList<KnownNode> known, IReadOnlyDictionary<NodeId, NodeView.Live> live)
    {
        var named = known.Select(node => (Node: node, Member: Name(node, live)))
            .OrderBy(pair => FirstSlot(pair.Node)).ThenBy(pair => pair.Member.Host, StringComparer.Ordinal)
            .ThenBy(pair => pair.Member.Port).ToList();
        var masters = named.Where(pair => pair.Node.Record.IsMaster).Select(pair => pair.Node.Id).ToList();
        int shards = Math.Max(1, masters.Count);
        var byShard = named.GroupBy(pair => ShardOf(pair.Node, known, masters)).OrderBy(group => group.Key);
        var members = byShard.SelectMany(group => group.OrderBy(pair => pair.Node.Record.IsMaster ? 0 : 1)
            .Select((pair, i) => (pair.Node.Id, pair.Member with { Shard = group.Key, Index = i })));
        return new MemberLayout([.. members], shards);
    }

    /// <summary>
    /// Its name is the address that the nodes have of it. It is reached at the address that the caller gave, if he did:
    /// that one is known to lead there, and it is the one that a certificate names.
    /// </summary>
    private static Member Name(KnownNode node, IReadOnlyDictionary<NodeId, NodeView.Live> live)
    {
        var asked = live.TryGetValue(node.Id, out var view) ? NodeAddress.Of(view.Member) : node.Address;
        var known = node.HasAddress && (node.IsAddressSure || view is null) ? node.Address : asked;
        string host = string.IsNullOrEmpty(asked.Host) ? node.Id.Short : asked.Host;
        string name = string.IsNullOrEmpty(known.Host) ? node.Id.Short : $"{known}";
        return new Member(name, 0, 0, host, asked.Port)
        {
            GossipIp = node.IsAddressSure ? known.Host : null,
        };
    }

    private static int FirstSlot(KnownNode node) =>
        node.Record.Slots.IsEmpty ? SlotRange.SlotCount : node.Record.Slots.First();

    /// <summary>Up the chain of masters; one whose master is nowhere stands in the last shard.</summary>
    private static int ShardOf(KnownNode node, IReadOnlyList<KnownNode> known, List<NodeId> masters)
    {
        const int MaxChain = 10;
        var at = node;
        for (int i = 0; i < MaxChain && at is not null; i++)
        {
            int shard = masters.IndexOf(at.Id);
            if (shard >= 0) return shard;
            at = at.Record.Master is { } master ? known.FirstOrDefault(other => other.Id == master) : null;
        }
        return Math.Max(0, masters.Count - 1);
    }
}
