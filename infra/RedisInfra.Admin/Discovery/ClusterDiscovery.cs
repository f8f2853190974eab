using System.Collections.Immutable;
using RedisInfra.Admin.Cluster;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Discovery;

/// <summary>
/// Finds a cluster's members from any of them: asks the seeds, then whom they know, until nobody new is named. What
/// the nodes say counts, never one node's word alone.
/// </summary>
public sealed class ClusterDiscovery(INodes nodes, IReadOnlyList<NodeAddress> seeds)
{
    private readonly Dictionary<NodeId, NodeView.Live> _live = [];
    private readonly Dictionary<NodeId, NodeView.Silent> _silent = [];
    private readonly List<NodeView.Silent> _silentSeeds = [];

    /// <summary>Nodes that are down for good, and aren't to count: none unless set.</summary>
    public IReadOnlyList<NodeAddress> Without { get; init; } = [];

    /// <summary>Looks.</summary>
    /// <exception cref="DiagnosticException">No seed can tell anything: each with its reason.</exception>
    public async Task<DiscoveredCluster> FindAsync(CancellationToken cancellationToken)
    {
        await AskSeedsAsync(cancellationToken);
        for (int count = -1; count != _live.Count;)
        {
            count = _live.Count;
            await AskOthersAsync(cancellationToken);
        }
        var known = KnownNode.Gather(_live.Values);
        var gone = known.Where(node => IsGone(node, known)).ToList();
        var layout = MemberLayout.Of([.. known.Except(gone)], _live);
        var views = layout.Members.Select(entry => View(entry.Id, entry.Member)).ToList();
        foreach (var seed in _silentSeeds)
        {
            // A seed that nobody knows, or that is known by another address: which, nobody can tell while it is silent.
            if (views.Any(view => NodeAddress.Of(view.Member) == NodeAddress.Of(seed.Member))) continue;
            views.Add(seed with { Member = seed.Member with { Shard = layout.Shards, Index = views.Count } });
        }
        var observed = new ObservedCluster([.. views]);
        return new DiscoveredCluster($"{seeds[0]}", [.. views.Select(view => view.Member)], observed,
            [.. gone.Select(node => node.Record)], DiscoveryProblems.Of($"{seeds[0]}", observed));
    }

    private async Task AskSeedsAsync(CancellationToken cancellationToken)
    {
        var members = seeds.Distinct().Select((seed, i) => new Member($"{seed}", 0, i, seed.Host, seed.Port));
        var observed = await nodes.ObserveAsync(members, cancellationToken);
        // Two names of one node are one node.
        foreach (var view in observed.Live) _live.TryAdd(view.Self.Id, view);
        _silentSeeds.AddRange(observed.Silent);
        if (_live.Count > 0) return;
        throw new DiagnosticException(
            [.. observed.Silent.Select(view => DiscoveryProblems.Silence($"{seeds[0]}", view))]);
    }

    private async Task AskOthersAsync(CancellationToken cancellationToken)
    {
        var unasked = KnownNode.Gather(_live.Values)
            .Where(node => !_live.ContainsKey(node.Id) && !_silent.ContainsKey(node.Id) && node.HasAddress
                && !Without.Contains(node.Address))
            .ToList();
        var answers = await Task.WhenAll(unasked.Select(async node =>
        {
            var member = new Member($"{node.Address}", 0, 0, node.Address.Host, node.Address.Port);
            return (node.Id, View: await nodes.ObserveAsync(member, cancellationToken));
        }));
        foreach (var (id, view) in answers)
        {
            if (view is NodeView.Live live && live.Self.Id == id) _live.TryAdd(id, live);
            else _silent.Add(id, view as NodeView.Silent ?? Replaced(view.Member));
        }
    }

    /// <summary>Another node took over the address: the one that is meant isn't there.</summary>
    private static NodeView.Silent Replaced(Member member) =>
        new(member, SilentReason.Unreachable, "another node answers at its address");

    private NodeView View(NodeId id, Member member) =>
        _live.TryGetValue(id, out var live) ? live with { Member = member }
            : _silent.TryGetValue(id, out var silent) ? silent with { Member = member }
            : new NodeView.Silent(member, SilentReason.Unreachable, "no node knows its address");

    /// <summary>
    /// It doesn't answer, owns nothing, nobody replicates it and no open slot names it; and it has no address any more,
    /// or the caller said so. A node that is only down counts: it may come back.
    /// </summary>
    private bool IsGone(KnownNode node, IReadOnlyList<KnownNode> known) =>
        !_live.ContainsKey(node.Id) && node.Record.Slots.IsEmpty
        && (!node.HasAddress || Without.Contains(node.Address))
        && known.All(other => other.Record.Master != node.Id)
        && _live.Values.All(view => view.Self.OpenSlots.All(open => open.Peer != node.Id));
}
