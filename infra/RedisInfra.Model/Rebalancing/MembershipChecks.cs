using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Rebalancing;

/// <summary>Who must be there, and who must not.</summary>
internal static class MembershipChecks
{
    private const int MostNames = 4;

    /// <summary>Reasons why no slot must be moved among these members.</summary>
    public static ImmutableArray<Diagnostic> Refusals(RebalanceSituation situation, ViewScan scan) =>
    [
        .. TooFew(situation), .. SharedProcesses(situation), .. Undeclared(situation, scan), .. Masterless(situation),
    ];

    /// <summary>What has to settle first, or null: hazard 1, moving right after a node has joined.</summary>
    public static string? Unsettled(RebalanceSituation situation, ViewScan scan) =>
        scan.Unsettled ?? Collision(situation);

    private static IEnumerable<Diagnostic> TooFew(RebalanceSituation situation)
    {
        int shards = situation.Request.Desired.Shards.Count(shard => shard.Weight > 0);
        if (shards >= DesiredCluster.MinShards) yield break;
        yield return new Diagnostic("RI3201", situation.Where,
            $"{Amounts.Count(shards, "master")} would be left with slots",
            "a Redis Cluster needs at least 3 to elect one", "Keep 3 shards or more that own slots");
    }

    private static IEnumerable<Diagnostic> SharedProcesses(RebalanceSituation situation) =>
        situation.Live.GroupBy(view => view.Self.Id, NodeIdComparer.Instance).Where(group => group.Count() > 1)
            .Select(group => new Diagnostic("RI3010", situation.Where,
                $"{Names(group)} lead to the same server {group.Key.Short}",
                "each member must be a process of its own", "Correct the host or the port of one of them"));

    private static IEnumerable<Diagnostic> Undeclared(RebalanceSituation situation, ViewScan scan) =>
        scan.Strangers.Where(stranger => stranger.Record is { IsFailing: false, IsConnected: true }
                && !(stranger.Record.Slots.IsEmpty && situation.Request.Departed.Contains(stranger.Record.Id)))
            .Select(stranger => new Diagnostic("RI3202", situation.Where,
                $"{stranger.SeenBy} knows {stranger.Record.Id.Short} at {stranger.Record.Ip}:{stranger.Record.Port}, "
                    + "which isn't declared",
                "what isn't declared can't be asked, and may own or import slots",
                "Declare it, or take it out of the cluster first"));

    /// <summary>A shard all of whose members follow masters of other shards has nobody to give slots to.</summary>
    private static IEnumerable<Diagnostic> Masterless(RebalanceSituation situation)
    {
        var served = situation.Parties.Select(party => party.Shard?.Index).ToHashSet();
        return situation.Request.Desired.Shards.Where(shard => shard.Weight > 0 && !served.Contains(shard.Index))
            .Select(shard => new Diagnostic("RI3204", situation.Where,
                $"all members of shard {shard.Index} ({Names(shard.Members)}) are replicas",
                "only a master can take slots",
                Mixed(situation, shard)
                    ?? "Let one of them leave its master (CLUSTER RESET on an empty one) and form the cluster again"));
    }

    /// <summary>
    /// Redis' own replica migration has mixed two shards: a member of one was elected among the other's. A failover
    /// that master and replica agree on, while their link is up, loses nothing; and whoever follows a master that is
    /// alive has a copy that nobody needs.
    /// </summary>
    private static string? Mixed(RebalanceSituation situation, Shard shard)
    {
        foreach (var replica in situation.Live.Where(view =>
            view.Member.Shard == shard.Index && view.Self.IsReplica && view.IsMasterLinkUp))
        {
            if (replica.Self.Master is not { } id || !situation.ById.TryGetValue(id, out var master)) continue;
            // The shard that its master belongs to must have another one, which keeps that shard's slots.
            var home = situation.Live.FirstOrDefault(view => view.Member.Shard == master.Member.Shard
                && view.Self is { IsMaster: true, Slots.IsEmpty: false } && view.Self.Id != master.Self.Id);
            bool isMixed = master is { Self: { IsMaster: true, Slots.IsEmpty: false } }
                && master.Member.Shard != shard.Index && home is not null;
            if (!isMixed) continue;
            return "Redis' own replica migration has mixed two shards. Send CLUSTER FAILOVER to "
                + $"{replica.Member.Name}, so that it takes over from {master.Member.Name} of shard "
                + $"{master.Member.Shard}, and then CLUSTER REPLICATE {home!.Self.Id} to {master.Member.Name}, "
                + $"so that it follows {home.Member.Name} of its own shard; none of it loses a key. Then run again";
        }
        return null;
    }

    /// <summary>
    /// Two masters with one epoch: the nodes settle it among themselves, and until then claims aren't final (hazard 8).
    /// </summary>
    private static string? Collision(RebalanceSituation situation)
    {
        var equal = situation.Live.Where(view => view.Self.IsMaster).GroupBy(view => view.Self.ConfigEpoch)
            .FirstOrDefault(group => group.Count() > 1);
        return equal is null ? null : $"{Names(equal)} have the same config epoch {equal.Key}; they will agree";
    }

    private static string Names(IEnumerable<NodeView.Live> views) => Names(views.Select(view => view.Member));

    private static string Names(IEnumerable<Member> members) =>
        Amounts.List(members.Select(member => member.Name).Order(StringComparer.Ordinal), MostNames);
}
