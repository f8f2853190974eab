using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Bus;
using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Commands;

/// <summary>CLUSTER SETSLOT, with the conditions and effects that it has in Redis 7.0.</summary>
internal static class SetSlotCommand
{
    public static RespValue Execute(SimulatedNode node, CommandWords words)
    {
        var view = node.View;
        if (!node.IsMaster) return Replies.Error("ERR Please use SETSLOT only with masters.");
        int slot = ClusterCommands.Slot(words, 2);
        if (slot < 0) return ClusterCommands.BadSlot;
        if (words.Is(3, "STABLE") && words.Count == 4)
        {
            if (view.Importing.Remove(slot) | view.Migrating.Remove(slot)) view.Changed();
            return Replies.Ok;
        }
        if (words.Count != 5) return Bad;
        var peer = ClusterCommands.Known(node, words, 4);
        bool isMigrating = words.Is(3, "MIGRATING");
        if (isMigrating || words.Is(3, "IMPORTING"))
        {
            if (view.IsMine(slot) != isMigrating)
            {
                return Replies.Error(isMigrating ? $"ERR I'm not the owner of hash slot {slot}"
                    : $"ERR I'm already the owner of hash slot {slot}");
            }
            if (peer is null) return Replies.Error($"ERR I don't know about node {words.Text(4)}");
            if (!peer.IsMaster) return NotAMaster;
            (isMigrating ? view.Migrating : view.Importing)[slot] = peer.Id;
            view.Changed();
            return Replies.Ok;
        }
        if (!words.Is(3, "NODE")) return Bad;
        if (peer is null) return ClusterCommands.NoSuchNode(words, 4);
        return peer.IsMaster ? Assign(node, slot, peer) : NotAMaster;
    }

    private static RespValue NotAMaster { get; } = Replies.Error("ERR Target node is not a master");

    private static RespValue Bad { get; } = Replies.Error(
        "ERR Invalid CLUSTER SETSLOT action or number of arguments. Try CLUSTER HELP");

    private static RespValue Assign(SimulatedNode node, int slot, Peer owner)
    {
        var view = node.View;
        bool wasMine = view.IsMine(slot);
        int keys = node.Data.CountIn(slot);
        if (wasMine && owner != view.Myself && keys > 0)
        {
            return Replies.Error($"ERR Can't assign hashslot {slot} to a different node while I still hold keys for "
                + "this hash slot.");
        }
        if (keys == 0) view.Migrating.Remove(slot);
        view.SetOwner(slot, owner);
        if (wasMine && owner != view.Myself && view.Myself.SlotCount == 0
            && node.AllowsReplicaMigration)
        {
            node.World.Trace.Say($"{node} gave up its last slot and becomes a replica of {owner.Id}");
            Roles.Follow(node, owner);
        }
        if (owner == view.Myself && view.Importing.Remove(slot))
        {
            Elections.Bump(node);
            BusSender.BroadcastPong(node);
        }
        ClusterState.Update(node);
        return Replies.Ok;
    }
}
