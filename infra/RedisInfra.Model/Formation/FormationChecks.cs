using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Health;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Formation;

/// <summary>Who will never answer, what has to settle first, and what is different but fine.</summary>
internal static class FormationChecks
{
    /// <summary>Members that will never answer until somebody changes something.</summary>
    public static ImmutableArray<Diagnostic> Denied(ObservedCluster observed, DesiredCluster desired) =>
    [
        .. observed.Silent.Where(view => view.Reason is not (SilentReason.Unreachable or SilentReason.Loading))
            .Select(view => Denied(desired, view)),
    ];

    /// <summary>What gossip is still settling, or null.</summary>
    public static string? Unsettled(FormationSituation situation) =>
        Contested(situation) ?? Vanishing(situation) ?? UndeclaredHandshake(situation);

    /// <summary>In a failover, until the old master has heard of it, two own the same slots.</summary>
    public static string? Contested(FormationSituation situation)
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
    public static bool IsLingering(FormationSituation situation, NodeRecord record) =>
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
        // What all members see is said once; what is only worth a mention (a new shard without slots) isn't.
        var found = findings.Where(finding => finding.Severity > Severity.Info).GroupBy(finding => finding.What)
            .Select(same => new Diagnostic("RI3030", cluster, same.First().ToString(),
                "a new cluster would be different", "Nothing has to be done now", Severity.Warning))
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

    private static string Where(FormationSituation situation) => $"Redis Cluster \"{situation.Desired.Name}\"";
}
