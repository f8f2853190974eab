using RedisInfra.Admin.Tests.Simulation.Data;
using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Bus;

/// <summary>Becoming a replica, and becoming a master.</summary>
internal static class Roles
{
    /// <summary>A node becomes a replica of another: its own data is going to be replaced.</summary>
    public static void Follow(SimulatedNode node, Peer master)
    {
        var view = node.View;
        if (view.Myself.IsMaster)
        {
            view.Myself.IsMaster = view.Myself.IsMigrationTarget = false;
            view.CloseAllSlots();
        }
        view.Myself.Master = master.Id;
        node.Failover.ResetManual();
        node.Jobs.NodeStopped(node);
        node.Following?.Stop();
        node.Following = new Follower(node, master.Id);
        node.Following.Begin();
        view.Changed();
    }

    /// <summary>A node that was a replica is a master in this node's eyes.</summary>
    public static void BecameMaster(SimulatedNode node, Peer peer)
    {
        if (peer.IsMaster) return;
        if (peer != node.View.Myself) peer.IsMigrationTarget = true;
        peer.IsMaster = true;
        peer.Master = null;
        node.View.Changed();
    }

    /// <summary>A replica takes its master's slots (cluster.c: clusterFailoverReplaceYourMaster).</summary>
    public static void Promote(SimulatedNode node)
    {
        var view = node.View;
        var master = view.Find(view.Myself.Master);
        if (view.Myself.IsMaster || master is null) return;
        node.World.Trace.Say($"{node} takes over from {master.Id} with epoch {view.Myself.ConfigEpoch}");
        node.World.Count("failover");
        Account(node, master);
        BecameMaster(node, view.Myself);
        node.Following?.Stop();
        node.Following = null;
        node.Log = new ChangeLog(node.Log, node.LogEnd);
        node.LogEnd = 0;
        foreach (int slot in SlotClaim.Slots([.. master.Bits])) view.SetOwner(slot, view.Myself);
        ClusterState.Update(node);
        BusSender.BroadcastPong(node);
        node.Failover.ResetManual();
    }

    /// <summary>
    /// What the new master hasn't got is lost by replication. Slots that were on their way from the old one are
    /// contested: the new one knows nothing of that (redis #6339).
    /// </summary>
    private static void Account(SimulatedNode node, Peer master)
    {
        var old = master.Id.Node;
        var oracle = node.World.Oracle;
        if (old.Log.Since(node.Log, node.LogEnd) is { } lost)
        {
            foreach (var change in lost) oracle.Lose(change);
        }
        else
        {
            oracle.LoseAll(old.Data);
            foreach (var change in old.Log.Changes) oracle.Lose(change);
        }
        old.Log.IsSuperseded = true;
        foreach (var other in node.World.Nodes)
        {
            if (other == node || other == old || !other.IsMaster) continue;
            foreach (int slot in other.View.Importing.Keys.Where(master.Owns)) oracle.Contest(slot);
            foreach (int slot in SlotClaim.Slots(other.View.Myself.Bits).Where(master.Owns)) oracle.Contest(slot);
        }
        foreach (int slot in old.View.Migrating.Keys.Where(master.Owns)) oracle.Contest(slot);
    }
}
