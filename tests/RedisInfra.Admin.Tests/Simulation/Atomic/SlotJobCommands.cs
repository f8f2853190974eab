using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Commands;
using RedisInfra.Admin.Tests.Simulation.Nodes;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Tests.Simulation.Atomic;

/// <summary>CLUSTER MIGRATION of Redis 8.4.</summary>
internal static class SlotJobCommands
{
    public static RespValue? Execute(SimulatedNode node, CommandWords words)
    {
        if (node.World.Profile.IsValkey) return MigrateSlotsCommands.Execute(node, words);
        if (!node.World.Profile.IsAtomic || !words.Is(1, "MIGRATION")) return null;
        if (words.Is(2, "IMPORT")) return Import(node, words);
        if (words.Is(2, "STATUS"))
            return RespValue.Of([.. node.Jobs.All.Where(job => IsAsked(job, words)).Select(Describe)]);
        if (!words.Is(2, "CANCEL")) return CommandTable.Unknown(node, words);
        int count = 0;
        foreach (var job in node.Jobs.All.Where(job => job.Destination == node && !job.HasEnded && IsAsked(job, words)))
        {
            job.End("canceled", "user request");
            count++;
        }
        return RespValue.Of(count);
    }

    /// <summary>Pairs of first and last slots; null when they are wrong.</summary>
    public static List<int>? Slots(CommandWords words, int from, int end)
    {
        var slots = new List<int>();
        for (int i = from; i + 1 < end; i += 2)
        {
            int first = ClusterCommands.Slot(words, i);
            int last = ClusterCommands.Slot(words, i + 1);
            if (first < 0 || last < first) return null;
            slots.AddRange(Enumerable.Range(first, last - first + 1));
        }
        return slots.Count > 0 ? slots : null;
    }

    private static bool IsAsked(SlotJob job, CommandWords words) => words.Is(3, "ALL") || words.Is(4, job.Id);

    private static RespValue Import(SimulatedNode node, CommandWords words)
    {
        var view = node.View;
        if (!node.IsMaster) return Replies.Error("ERR slot migration not allowed on replica.");
        if (view.Migrating.Count > 0 || view.Importing.Count > 0)
            return Replies.Error("ERR all slot states must be STABLE to start a slot migration task.");
        if (Slots(words, 3, words.Count) is not { } slots) return ClusterCommands.BadSlot;
        var owners = slots.Select(view.OwnerOf).Distinct().ToList();
        if (owners is not [{ } owner]) return Replies.Error("ERR slots are not all owned by one node");
        if (owner == view.Myself) return Replies.Error("ERR this node is already the owner of the slot range");
        var source = owner.Id.Node;
        if (node.Jobs.IsBusy || source.Jobs.IsBusy) return Replies.Error("ERR only one task is allowed at a time");
        var job = new SlotJob(node.World.NewId(), source, node, slots);
        node.Jobs.Add(job);
        if (source.IsUp) source.Jobs.Add(job);
        job.Begin();
        return RespValue.Bulk(job.Id);
    }

    private static RespValue Describe(SlotJob job) => Replies.Texts(
        "id", job.Id, "slots", string.Join(' ', SlotSet.OfSlots(job.Slots).Ranges), "source", job.Source.Id.Text,
        "dest", job.Destination.Id.Text, "state", job.State, "last_error", job.Error);
}
