using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Health;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Formation;

/// <summary>What forbids forming, what has to settle first, and what is different but fine.</summary>
internal static class FormationChecks
{
    /// <summary>Members that will never answer until somebody changes something.</summary>
    public static ImmutableArray<Diagnostic> Denied(ObservedCluster observed, DesiredCluster desired) =>
    [
        .. observed.Silent.Where(view => view.Reason is not (SilentReason.Unreachable or SilentReason.Loading))
            .Select(view => Denied(desired, view)),
    ];

    /// <summary>Reasons why the members must not be formed into the declared cluster.</summary>
    public static ImmutableArray<Diagnostic> Refusals(FormationSituation situation)
    {
        var found = new List<Diagnostic>();
        found.AddRange(SharedProcesses(situation));
        found.AddRange(UndeclaredPeers(situation));
        found.AddRange(Strangers(situation));
        found.AddRange(Data(situation));
        found.AddRange(Shards(situation));
        found.AddRange(Functions(situation));
        return [.. found];
    }

    /// <summary>What gossip is still settling, or null.</summary>
    public static string? Unsettled(FormationSituation situation) =>
        Contested(situation) ?? Vanishing(situation) ?? UndeclaredHandshake(situation);

    /// <summary>In a failover, until the old master has heard of it, two own the same slots.</summary>
    private static string? Contested(FormationSituation situation)
    {
        var seen = SlotSet.Empty;
        foreach (var view in situation.Owners)
        {
            var twice = seen.Intersect(view.Self.Slots);
            if (!twice.IsEmpty)
                return $"{view.Member.Name} and another member both claim slots {twice}; they will agree";
            seen = seen.Union(view.Self.Slots);
        }
        return null;
    }

    /// <summary>
    /// A node that lost its disk comes back with another id; the old one is taken for dead only after a while.
    /// </summary>
    private static string? Vanishing(FormationSituation situation)
    {
        foreach (var view in situation.Observed.Live)
        {
            var gone = view.Peers.FirstOrDefault(record =>
                !record.IsFailing && situation.Observed.ById(record.Id) is null && IsLingering(situation, record));
            if (gone is not null)
                return $"{view.Member.Name} has no link to the undeclared {gone.Id.Short} and hasn't given it up yet";
        }
        return null;
    }

    /// <summary>Dead or about to be called so, and without slots, in a cluster that stands without it.</summary>
    private static bool IsLingering(FormationSituation situation, NodeRecord record) =>
        situation.IsStanding && record.Slots.IsEmpty && (record.IsFailing || !record.IsConnected);

    /// <summary>
    /// A node that is being met has no id to know it by yet, so its address decides; one that leads nowhere expires.
    /// </summary>
    private static string? UndeclaredHandshake(FormationSituation situation)
    {
        var members = situation.Observed.Live.Select(view => view.Self.Id).ToHashSet();
        var addresses = situation.Observed.Live.SelectMany(view => view.Records)
            .Where(record => members.Contains(record.Id)).Select(record => $"{record.Ip}:{record.Port}")
            .Concat(situation.Observed.Live.Select(view => $"{view.Member.GossipIp}:{view.Self.Port}"))
            .Concat(situation.Desired.Members.Select(member => member.Endpoint)).ToHashSet(StringComparer.Ordinal);
        foreach (var view in situation.Observed.Live)
        {
            var strange = view.Records.FirstOrDefault(record =>
                record.IsHandshake && !addresses.Contains($"{record.Ip}:{record.Port}"));
            if (strange is not null)
                return $"{view.Member.Name} is meeting {strange.Ip}:{strange.Port}; waiting to see who that is";
        }
        return null;
    }

    /// <summary>What differs from a newly formed cluster although nothing is wrong.</summary>
    public static ImmutableArray<Diagnostic> Differences(
        FormationSituation situation, IEnumerable<HealthFinding> findings)
    {
        string cluster = Where(situation);
        // What all members see is said once.
        var found = findings.GroupBy(finding => finding.What).Select(same => new Diagnostic("RI3030", cluster,
            same.First().ToString(), "a new cluster would be different", "Nothing has to be done now",
                Severity.Warning))
            .ToList();
        int fewest = SlotRange.SlotCount / situation.Desired.Shards.Length;
        foreach (var view in situation.Owners.OrderBy(view => view.Member.Name, StringComparer.Ordinal))
        {
            int count = view.Self.Slots.Count;
            if (count == fewest || count == fewest + 1) continue;
            found.Add(new Diagnostic("RI3031", cluster, $"{view.Member.Name} owns {count} slots",
                $"an even spread gives it {fewest} or {fewest + 1}",
                    "Nothing has to be done now; rebalancing evens it out",
                Severity.Info));
        }
        return [.. found];
    }

    private static Diagnostic Denied(DesiredCluster desired, NodeView.Silent view)
    {
        string where = $"Redis Cluster \"{desired.Name}\", member {view.Member.Name}";
        return view.Reason switch
        {
            SilentReason.AccessDenied => new Diagnostic("RI3002", where, $"it answers {view.Detail}",
                "every member must accept the given user and password",
                    "Give the password that the server was started with"),
            SilentReason.NotClustered => new Diagnostic("RI3003", where, "cluster support is off",
                "only a server started with cluster-enabled yes can join a cluster",
                "Set cluster-enabled yes in its redis.conf and restart it"),
            _ => new Diagnostic("RI3004", where, $"TLS failed: {view.Detail}",
                "the server's certificate must be trusted and carry the member's host name",
                "Give the CA that signed it, or set skipNameCheck when only the name differs"),
        };
    }

    private static IEnumerable<Diagnostic> SharedProcesses(FormationSituation situation) =>
        situation.Observed.Live.GroupBy(view => view.Self.Id).Where(group => group.Count() > 1)
            .Select(group => new Diagnostic("RI3010", Where(situation),
                $"{Names(group)} lead to the same server {group.Key.Short}",
                "each member must be a process of its own", "Correct the host or the port of one of them"));

    /// <summary>
    /// Peers outside of the declaration: another cluster. A dead one without slots only lingers in a cluster that
    /// stands.
    /// </summary>
    private static IEnumerable<Diagnostic> UndeclaredPeers(FormationSituation situation)
    {
        foreach (var view in situation.Observed.Live)
        {
            var foreign = view.Peers.Where(record => situation.Observed.ById(record.Id) is null
                && !IsLingering(situation, record)).ToList();
            if (foreign.Count == 0) continue;
            string peers = string.Join(", ",
                foreign.Take(3).Select(record => $"{record.Id.Short} at {record.Ip}:{record.Port}"));
            yield return new Diagnostic("RI3011", $"{Where(situation)}, member {view.Member.Name}",
                $"it belongs to a cluster with {foreign.Count} node(s) that aren't declared ({peers})",
                "forming would merge two clusters",
                "Declare all of that cluster's nodes, or give this member an empty data directory");
        }
    }

    /// <summary>Owners of the same slots that have never met: two clusters, each complete in part.</summary>
    private static IEnumerable<Diagnostic> Strangers(FormationSituation situation)
    {
        var owners = situation.Owners.ToList();
        for (int i = 0; i < owners.Count; i++)
        {
            for (int j = i + 1; j < owners.Count; j++)
            {
                var both = owners[i].Self.Slots.Intersect(owners[j].Self.Slots);
                if (both.IsEmpty || owners[i].Knows(owners[j].Self.Id) || owners[j].Knows(owners[i].Self.Id)) continue;
                yield return new Diagnostic("RI3012", Where(situation),
                    $"{owners[i].Member.Name} and {owners[j].Member.Name} both own slots {both}",
                    "they have never met, so they are parts of two clusters",
                        "Give one of them an empty data directory");
            }
        }
    }

    private static IEnumerable<Diagnostic> Data(FormationSituation situation)
    {
        foreach (var view in situation.Observed.Live.Where(view => view.KeyCount > 0))
        {
            bool isPart = situation.IsCovered && (!view.Self.Slots.IsEmpty || view.Self.IsReplica);
            if (isPart) continue;
            string why = situation.IsCovered
                ? "becoming a replica would delete them"
                : "slots are missing, so this isn't a whole cluster, and forming one over data could lose it";
            yield return new Diagnostic("RI3013", $"{Where(situation)}, member {view.Member.Name}",
                $"it holds {view.KeyCount} key(s)", why,
                "Move the data away and empty the member, or repair the cluster that it belongs to first");
        }
    }

    private static IEnumerable<Diagnostic> Shards(FormationSituation situation)
    {
        var owners = situation.Owners.ToList();
        int declared = situation.Desired.Shards.Length;
        // While two own the same slots, their number says nothing.
        if (situation.IsCovered && owners.Count != declared && Contested(situation) is null)
        {
            yield return new Diagnostic("RI3014", Where(situation),
                $"{declared} shards are declared and {owners.Count} masters own slots ({Names(owners)})",
                "changing the number of shards means moving slots, which forming doesn't do",
                $"Declare {owners.Count} shards, or move the slots first");
        }
        if (situation.IsCovered) yield break;
        foreach (var group in owners.GroupBy(view => view.Member.Shard).Where(group => group.Count() > 1))
        {
            yield return new Diagnostic("RI3015", Where(situation),
                $"{Names(group)} of shard {group.Key} both own slots", "a shard has one master",
                "Give all but one of them an empty data directory");
        }
        foreach (var shard in situation.Desired.Shards.Where(shard => !situation.Masters.ContainsKey(shard.Index)))
        {
            yield return new Diagnostic("RI3016", Where(situation),
                $"all members of shard {shard.Index} are replicas", "none of them can take the shard's slots",
                "Give one of them an empty data directory");
        }
        var free = SlotSet.All.Except(situation.Observed.ClaimedSlots);
        var layout = SlotLayout.Even(declared);
        foreach (var (shard, master) in situation.Masters.OrderBy(pair => pair.Key))
        {
            if (!master.Self.Slots.IsEmpty || free.Overlaps(SlotSet.Of(layout[shard]))) continue;
            yield return new Diagnostic("RI3018", Where(situation),
                $"no slot is left for shard {shard}: {Names(owners)} own those of an even layout",
                "an earlier run began with another number of shards",
                "Declare that number again, or give the members empty data directories; they hold no keys");
        }
    }

    private static IEnumerable<Diagnostic> Functions(FormationSituation situation)
    {
        var sets = situation.Observed.Live.Where(view => view.FunctionsDigest.Length > 0)
            .GroupBy(view => view.FunctionsDigest).ToList();
        if (situation.IsStanding || sets.Count < 2) yield break;
        yield return new Diagnostic("RI3017", Where(situation),
            $"{Names(sets[0])} and {Names(sets[1])} have different functions loaded",
            "a cluster's masters need the same ones and nothing tells which are right",
            "Load the same functions on all of them, or FUNCTION FLUSH on the wrong ones");
    }

    private static string Where(FormationSituation situation) => $"Redis Cluster \"{situation.Desired.Name}\"";

    private static string Names(IEnumerable<NodeView.Live> views) =>
        string.Join(", ", views.Select(view => view.Member.Name));
}
