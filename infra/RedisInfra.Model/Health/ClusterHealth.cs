using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Health;

/// <summary>
/// Judges a cluster from every member's own view. No single node's word is enough: after a kill or a partition they
/// differ.
/// </summary>
public static class ClusterHealth
{
    /// <summary>All findings, errors first.</summary>
    /// <param name="observed">Every member's own view.</param>
    /// <param name="allowsEmptyShards">
    /// Whether a shard's only master may own nothing yet: it joined, and slots move to it afterwards. Then it is
    /// mentioned, but no error.
    /// </param>
    public static ImmutableArray<HealthFinding> Check(ObservedCluster observed, bool allowsEmptyShards = false)
    {
        var findings = new List<HealthFinding>();
        foreach (var silent in observed.Silent)
        {
            findings.Add(new HealthFinding(HealthCode.MemberSilent, silent.Member.Name,
                $"{Words(silent.Reason)} ({silent.Detail})"));
        }
        foreach (var view in observed.Live)
        {
            CheckNode(observed, view, allowsEmptyShards, findings);
            CheckPeers(observed, view, findings);
        }
        CheckSlots(observed, findings);
        CheckWhole(observed, findings);
        return [.. findings.OrderByDescending(finding => finding.Severity)];
    }

    /// <summary>A reason in words.</summary>
    public static string Words(SilentReason reason) => reason switch
    {
        SilentReason.Loading => "still loads its data",
        SilentReason.AccessDenied => "refused the password or the user",
        SilentReason.NotClustered => "doesn't run with cluster-enabled yes",
        SilentReason.TlsFailed => "TLS failed",
        _ => "can't be reached",
    };

    private static void CheckNode(
        ObservedCluster observed, NodeView.Live view, bool allowsEmptyShards, List<HealthFinding> findings)
    {
        string name = view.Member.Name;
        if (!view.IsStateOk) findings.Add(new(HealthCode.StateNotOk, name, "doesn't say cluster_state:ok"));
        foreach (var open in view.Self.OpenSlots)
        {
            string direction = open.Direction == OpenSlotDirection.Migrating ? "migrating to" : "importing from";
            findings.Add(new(HealthCode.SlotsOpen, name,
                $"slot {open.Slot} is {direction} {observed.NameOf(open.Peer)}"));
        }
        if (view.Self.IsMaster)
        {
            if (!view.Self.Slots.IsEmpty) return;
            bool leads = allowsEmptyShards && LeadsItsShard(observed, view);
            findings.Add(new(HealthCode.MasterWithoutSlots, name,
                leads ? "has joined as a master and owns no slots yet" : "is a master without slots",
                leads ? Severity.Info : Severity.Error));
            return;
        }
        if (!view.IsMasterLinkUp)
            findings.Add(new(HealthCode.ReplicaLinkDown, name,
                "doesn't follow its master yet (master_link_status is down)"));
        var master = view.Self.Master is { } id ? observed.ById(id) : null;
        if (master is null || !master.Self.IsMaster)
        {
            findings.Add(new(HealthCode.ReplicaWithoutMaster, name,
                $"replicates {MasterName(observed, view)}, which is no declared master"));
        }
        else if (master.Member.Shard != view.Member.Shard)
        {
            findings.Add(new(HealthCode.ReplicaInOtherShard, name,
                $"is of shard {view.Member.Shard} but replicates {master.Member.Name} of shard {master.Member.Shard}",
                Severity.Warning));
        }
    }

    private static bool LeadsItsShard(ObservedCluster observed, NodeView.Live view) =>
        observed.Live.Count(other => other.Member.Shard == view.Member.Shard && other.Self.IsMaster) == 1;

    private static void CheckPeers(ObservedCluster observed, NodeView.Live view, List<HealthFinding> findings)
    {
        string name = view.Member.Name;
        var records = view.Records.Where(record => !record.IsHandshake).ToDictionary(record => record.Id);
        foreach (var other in observed.Live)
        {
            if (other.Self.Id == view.Self.Id) continue;
            if (!records.TryGetValue(other.Self.Id, out var record))
            {
                findings.Add(new(HealthCode.NodeUnknown, name, $"doesn't know {other.Member.Name}"));
                continue;
            }
            if (record.IsFailing)
                findings.Add(new(HealthCode.NodeFailing, name, $"believes that {other.Member.Name} is down"));
            else if (!record.IsConnected)
                findings.Add(new(HealthCode.LinkDown, name, $"has no bus link to {other.Member.Name}"));
            if (record.IsMaster != other.Self.IsMaster || record.Master != other.Self.Master)
                findings.Add(new(HealthCode.RoleDisputed, name, $"doesn't know the role of {other.Member.Name} yet"));
            if (!record.Slots.Equals(other.Self.Slots))
            {
                findings.Add(new(HealthCode.SlotsDisputed, name,
                    $"gives slots {Text(record.Slots)} to {other.Member.Name}, which claims {Text(other.Self.Slots)}"));
            }
        }
        foreach (var record in view.Peers.Where(record => observed.ById(record.Id) is null))
        {
            if (observed.Silent.Any()) continue; // It may be the silent member; that is a finding already.
            bool stale = record.IsFailing && record.Slots.IsEmpty;
            string note = stale ? " (down, without slots)" : "";
            findings.Add(new(HealthCode.NodeUndeclared, name,
                $"knows {record.Id.Short} at {record.Ip}:{record.Port}, which isn't declared{note}",
                stale ? Severity.Warning : Severity.Error));
        }
    }

    private static void CheckSlots(ObservedCluster observed, List<HealthFinding> findings)
    {
        var seen = SlotSet.Empty;
        foreach (var view in observed.Live)
        {
            var twice = seen.Intersect(view.Self.Slots);
            if (!twice.IsEmpty)
                findings.Add(new(HealthCode.SlotsDisputed, view.Member.Name,
                    $"claims slots {twice}, as another member does"));
            seen = seen.Union(view.Self.Slots);
        }
        var uncovered = SlotSet.All.Except(seen);
        if (uncovered.IsEmpty) return;
        string nobody = observed.Silent.Any() ? "no member that answers" : "nobody";
        findings.Add(new(HealthCode.SlotsUncovered, "", $"{nobody} owns slots {uncovered}"));
    }

    private static void CheckWhole(ObservedCluster observed, List<HealthFinding> findings)
    {
        var collisions = observed.Live.Where(view => view.Self.IsMaster).GroupBy(view => view.Self.ConfigEpoch)
            .Where(group => group.Count() > 1);
        foreach (var group in collisions)
        {
            string names = string.Join(", ", group.Select(view => view.Member.Name));
            findings.Add(new(HealthCode.EpochCollision, "", $"{names} have the same config epoch {group.Key}"));
        }
        var versions = observed.Live.Select(view => view.Version).Distinct(StringComparer.Ordinal).Order().ToList();
        if (versions.Count > 1)
        {
            string list = string.Join(", ", versions);
            findings.Add(new(HealthCode.VersionsMixed, "", $"members run different versions: {list}",
                Severity.Warning));
        }
    }

    private static string MasterName(ObservedCluster observed, NodeView.Live view) =>
        view.Self.Master is { } id ? observed.NameOf(id) : "nobody";

    private static string Text(SlotSet slots) => slots.IsEmpty ? "none" : slots.ToString();
}
