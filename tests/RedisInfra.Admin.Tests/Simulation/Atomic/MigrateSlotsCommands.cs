using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Commands;
using RedisInfra.Admin.Tests.Simulation.Nodes;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Tests.Simulation.Atomic;

/// <summary>CLUSTER MIGRATESLOTS, GETSLOTMIGRATIONS and CANCELSLOTMIGRATIONS of Valkey 9.</summary>
internal static class MigrateSlotsCommands
{
    /// <summary>Null when it is another command.</summary>
    public static RespValue? Execute(SimulatedNode node, CommandWords words)
    {
        if (words.Is(1, "GETSLOTMIGRATIONS"))
            return RespValue.Of([.. node.Jobs.All.Select(job => Describe(node, job))]);
        if (words.Is(1, "CANCELSLOTMIGRATIONS")) return Cancel(node);
        return words.Is(1, "MIGRATESLOTS") ? Start(node, words) : null;
    }

    /// <summary>
    /// Our script, which looks and cancels in one step (hazard 16): not a job that isn't named, nor one whose source
    /// has given its word. Null when it is another script, or no such server.
    /// </summary>
    public static RespValue? Cancel(SimulatedNode node, CommandWords words)
    {
        bool isOurs = node.World.Profile.IsValkey && words.Count == 4
            && words.Text(1).Contains("CANCELSLOTMIGRATIONS", StringComparison.Ordinal);
        if (!isOurs) return null;
        var jobs = node.Jobs.All.Where(job => IsExporting(node, job)).ToList();
        if (jobs.Count == 0 || jobs.Any(job => !words.Is(3, job.Id) || AtSource(job) == "failover-granted"))
            return RespValue.Of(0);
        Cancel(node);
        return RespValue.Of(1);
    }

    private static RespValue Start(SimulatedNode node, CommandWords words)
    {
        var view = node.View;
        if (!node.IsMaster) return Replies.Error("ERR slot migration not allowed on replica.");
        if (view.Migrating.Count > 0 || view.Importing.Count > 0)
            return Replies.Error("ERR Slots are being manually migrated");
        int target = words.Count - 1;
        if (!words.Is(2, "SLOTSRANGE") || !words.Is(target - 1, "NODE")) return Replies.Error("ERR syntax error");
        if (Slots(words, target) is not { } slots) return ClusterCommands.BadSlot;
        if (!slots.All(view.IsMine)) return Replies.Error("ERR Slots are not served by this node.");
        var taken = node.Jobs.All.Where(job => IsExporting(node, job)).SelectMany(job => job.Slots).ToHashSet();
        if (slots.Any(taken.Contains)) return Replies.Error("ERR I am already migrating slot");
        if (ClusterCommands.Known(node, words, target) is not { } peer)
            return Replies.Error($"ERR Unknown node name: {words.Text(target)}");
        if (peer == view.Myself) return Replies.Error("ERR Target node can not be this node.");
        var job = new SlotJob(node.World.NewId(), node, peer.Id.Node, slots);
        node.Jobs.Add(job);
        if (job.Destination.IsUp) job.Destination.Jobs.Add(job);
        job.Begin();
        return Replies.Ok;
    }

    private static List<int>? Slots(CommandWords words, int target) => SlotJobCommands.Slots(words, 3, target - 1);

    private static RespValue Cancel(SimulatedNode node)
    {
        var jobs = node.Jobs.All.Where(job => IsExporting(node, job)).ToList();
        if (jobs.Count == 0) return Replies.Error("ERR No migrations ongoing");
        foreach (var job in jobs) job.CancelAtSource();
        return Replies.Ok;
    }

    private static bool IsExporting(SimulatedNode node, SlotJob job) => job.Source == node && job.SourceEnd is null
        && job.State is not ("failed" or "canceled");

    private static RespValue Describe(SimulatedNode node, SlotJob job) => Replies.Texts(
        "name", job.Id, "operation", job.Source == node ? "EXPORT" : "IMPORT", "slot_ranges",
        string.Join(' ', SlotSet.OfSlots(job.Slots).Ranges.Select(range => $"{range.First}-{range.Last}")),
        "target_node", job.Destination.Id.Text, "source_node", job.Source.Id.Text,
        "state", job.Source == node ? AtSource(job) : AtDestination(job), "message", job.Error);

    private static string AtSource(SlotJob job) => job.SourceEnd ?? job.State switch
    {
        "snapshot" => "snapshotting",
        "handoff" or "completed" => "failover-granted",
        "canceled" => "cancelled",
        var state => state,
    };

    private static string AtDestination(SlotJob job) => job.State switch
    {
        "connecting" => "waiting-for-ack",
        "snapshot" => "receiving-snapshot",
        "handoff" => "failover-requested",
        "completed" => "success",
        _ => "failed",
    };
}
