using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Atomic;
using RedisInfra.Admin.Tests.Simulation.Bus;
using RedisInfra.Admin.Tests.Simulation.Data;
using RedisInfra.Admin.Tests.Simulation.Nodes;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Tests.Simulation.Commands;

/// <summary>CLUSTER … (cluster.c: clusterCommand).</summary>
internal static class ClusterCommands
{
    private const long BanUs = 60_000_000;

    public static RespValue? Execute(SimulatedNode node, CommandWords words, Action<RespValue> later)
    {
        if (words.Is(1, "COUNTKEYSINSLOT"))
            return Slot(words, 2) is var slot and >= 0 ? RespValue.Of(node.Data.CountIn(slot)) : BadSlot;
        if (words.Is(1, "GETKEYSINSLOT")) return KeysIn(node, words);
        if (words.Is(1, "SETSLOT")) node.SetSlotCalls++;
        if (words.Is(1, "SETSLOT")) return SetSlotCommand.Execute(node, words);
        if (words.Is(1, "NODES")) return RespValue.Bulk(node.NodesText);
        if (words.Is(1, "INFO")) return RespValue.Bulk(InfoText.OfCluster(node));
        if (words.Is(1, "MYID")) return RespValue.Bulk(node.Id.Text);
        if (words.Is(1, "ADDSLOTS") || words.Is(1, "ADDSLOTSRANGE")) return AddSlots(node, words);
        if (words.Is(1, "MEET")) return Meet(node, words);
        if (words.Is(1, "FORGET")) return Forget(node, words);
        if (words.Is(1, "REPLICATE")) return Replicate(node, words);
        if (words.Is(1, "SET-CONFIG-EPOCH")) return SetConfigEpoch(node, words);
        if (words.Is(1, "SAVECONFIG")) return Replies.Ok;
        if (words.Is(1, "RESET")) return Reset(node, words);
        if (words.Is(1, "FAILOVER"))
        {
            bool takeover = words.Is(2, "TAKEOVER");
            string? error = Elections.Ask(node, takeover || words.Is(2, "FORCE"), takeover);
            return error is null ? Replies.Ok : Replies.Error(error);
        }
        if (words.Is(1, "COUNT-FAILURE-REPORTS"))
        {
            return Known(node, words, 2) is { } peer ? RespValue.Of(peer.Reports?.Count ?? 0) : NoSuchNode(words, 2);
        }
        return SlotJobCommands.Execute(node, words)
            ?? CommandTable.Forbidden(node, words)
            ?? (IsOfOthers(words) ? Replies.Error($"ERR unknown subcommand '{words.Text(1)}'. Try CLUSTER HELP.")
                : CommandTable.Unknown(node, words));
    }

    /// <summary>What is asked of every server, whose error says that it is of another kind.</summary>
    private static bool IsOfOthers(CommandWords words) => words.Is(1, "GETSLOTMIGRATIONS")
        || (words.Is(1, "MIGRATION") && words.Is(2, "STATUS"));

    /// <summary>The node that a word names, if it is known.</summary>
    public static Peer? Known(SimulatedNode node, CommandWords words, int index)
    {
        Span<char> id = stackalloc char[64];
        if (words[index].Length > id.Length) return null;
        int length = System.Text.Encoding.ASCII.GetChars(words[index], id);
        return node.View.Find(node.World.FindIdentity(id[..length]));
    }

    public static RespValue NoSuchNode(CommandWords words, int index) =>
        Replies.Error($"ERR Unknown node {words.Text(index)}");

    public static RespValue BadSlot { get; } = Replies.Error("ERR Invalid or out of range slot");

    public static int Slot(CommandWords words, int index) =>
        words.TryInteger(index, out int slot) && slot is >= 0 and < SlotRange.SlotCount ? slot : -1;

    private static RespValue KeysIn(SimulatedNode node, CommandWords words)
    {
        int slot = Slot(words, 2);
        if (slot < 0 || !words.TryInteger(3, out int most) || most < 0)
            return Replies.Error("ERR Invalid slot or number of keys");
        int count = Math.Min(most, node.Data.CountIn(slot));
        if (count == 0) return RespValue.Of([]);
        var names = new List<RespValue>(count);
        foreach (int key in node.Data.KeysIn(slot))
        {
            if (names.Count == count) break;
            names.Add(RespValue.Of(RespKind.Bulk, SimulatedKeys.Name(key)));
        }
        return RespValue.Of([.. names]);
    }

    private static RespValue AddSlots(SimulatedNode node, CommandWords words)
    {
        bool areRanges = words.Is(1, "ADDSLOTSRANGE");
        var slots = new List<int>();
        for (int i = 2; i < words.Count; i += areRanges ? 2 : 1)
        {
            int first = Slot(words, i);
            int last = areRanges ? Slot(words, i + 1) : first;
            if (first < 0 || last < first) return BadSlot;
            for (int slot = first; slot <= last; slot++) slots.Add(slot);
        }
        foreach (int slot in slots)
        {
            if (node.View.OwnerOf(slot) is not null) return Replies.Error($"ERR Slot {slot} is already busy");
        }
        foreach (int slot in slots)
        {
            node.View.Importing.Remove(slot);
            node.View.SetOwner(slot, node.View.Myself);
        }
        ClusterState.Update(node);
        return Replies.Ok;
    }

    private static RespValue Meet(SimulatedNode node, CommandWords words)
    {
        words.TryInteger(3, out int port);
        var target = node.World.FindAt(words.Text(2), port);
        if (target is null) return Replies.Error($"ERR Invalid node address specified: {words.Text(2)}:{port}");
        if (target != node) Handshakes.Begin(node, target, isMeet: true);
        return Replies.Ok;
    }

    private static RespValue Forget(SimulatedNode node, CommandWords words)
    {
        var view = node.View;
        if (Known(node, words, 2) is not { } peer) return NoSuchNode(words, 2);
        if (peer == view.Myself) return Replies.Error("ERR I tried hard but I can't forget myself...");
        if (view.Myself.Master == peer.Id) return Replies.Error("ERR Can't forget my master!");
        view.Banned[peer.Id.Index] = node.World.NowUs + BanUs;
        view.Remove(peer);
        ClusterState.Update(node);
        return Replies.Ok;
    }

    private static RespValue Replicate(SimulatedNode node, CommandWords words)
    {
        var view = node.View;
        if (Known(node, words, 2) is not { } peer) return NoSuchNode(words, 2);
        if (peer == view.Myself) return Replies.Error("ERR Can't replicate myself");
        if (!peer.IsMaster) return Replies.Error("ERR I can only replicate a master, not a replica.");
        if (node.IsMaster && (view.Myself.SlotCount > 0 || node.Data.Count > 0))
            return Replies.Error("ERR To set a master the node must be empty and without assigned slots.");
        Roles.Follow(node, peer);
        ClusterState.Update(node);
        return Replies.Ok;
    }

    private static RespValue SetConfigEpoch(SimulatedNode node, CommandWords words)
    {
        var view = node.View;
        if (!words.TryInteger(2, out int epoch) || epoch < 0)
            return Replies.Error($"ERR Invalid config epoch specified: {words.Text(2)}");
        if (view.Known > 1)
        {
            return Replies.Error("ERR The user can assign a config epoch only when the node does not know any other "
                + "node.");
        }
        if (view.Myself.ConfigEpoch != 0) return Replies.Error("ERR Node config epoch is already non-zero");
        view.Myself.ConfigEpoch = epoch;
        view.CurrentEpoch = Math.Max(view.CurrentEpoch, epoch);
        view.Changed();
        return Replies.Ok;
    }

    private static RespValue Reset(SimulatedNode node, CommandWords words)
    {
        if (node.IsMaster && node.Data.Count > 0)
            return Replies.Error("ERR CLUSTER RESET can't be called with master nodes containing keys");
        node.Reset(words.Is(2, "HARD"));
        ClusterState.Update(node);
        return Replies.Ok;
    }
}
