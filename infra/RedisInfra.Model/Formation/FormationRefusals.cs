using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Formation;

/// <summary>What forbids forming: it would touch data or another cluster.</summary>
internal static class FormationRefusals
{
    /// <summary>Reasons why the members must not be formed into the declared cluster.</summary>
    public static ImmutableArray<Diagnostic> Of(FormationSituation situation)
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
        foreach (var view in situation.Observed.Live.Except(FormationLeftovers.Of(situation)))
        {
            var foreign = view.Peers.Where(record => situation.Observed.ById(record.Id) is null
                && !FormationChecks.IsLingering(situation, record)).ToList();
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
        if (situation.IsCovered)
        {
            // While two own the same slots, their number says nothing.
            if (FormationChecks.Contested(situation) is null && Number(situation, owners) is { } wrong)
                yield return wrong;
            yield break;
        }
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

    /// <summary>
    /// Owners that are missing can join as new shards; owners that are too many first have to give their slots up.
    /// </summary>
    private static Diagnostic? Number(FormationSituation situation, List<NodeView.Live> owners)
    {
        int declared = situation.Desired.Shards.Length;
        if (owners.Count + situation.NewShards.Count == declared) return null;
        string what = $"{declared} shards are declared and {owners.Count} masters own slots ({Names(owners)})";
        if (owners.Count > declared)
        {
            return new Diagnostic("RI3014", Where(situation), what,
                "taking a shard away means moving its slots first, which forming doesn't do",
                $"Declare {owners.Count} shards, or drain those that are to go first");
        }
        var stuck = situation.Desired.Shards.Where(shard => !situation.NewShards.Contains(shard.Index)
            && !owners.Any(owner => owner.Member.Shard == shard.Index)).Select(shard => shard.Index);
        return new Diagnostic("RI3014", Where(situation), what,
            $"all members of shard {string.Join(", ", stuck)} replicate others, so none can be its master",
            $"Declare {owners.Count} shards, or give a member of that shard an empty data directory");
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
