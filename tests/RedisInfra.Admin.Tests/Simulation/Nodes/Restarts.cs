using RedisInfra.Admin.Tests.Simulation.Data;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Tests.Simulation.Nodes;

/// <summary>What a node has after a restart or a reset.</summary>
internal static class Restarts
{
    public static void LoadData(SimulatedNode node, long lossUs)
    {
        var oracle = node.World.Oracle;
        switch (node.World.Profile.Persistence)
        {
            case Persistence.LastSecondLost when node.IsMaster:
                int kept = node.LogEnd;
                var log = node.Log;
                while (kept > 0 && log.Changes[kept - 1].TimeUs > node.CrashedUs - lossUs) kept--;
                for (int i = node.LogEnd - 1; i >= kept; i--)
                {
                    log.Changes[i].Undo(node.Data);
                    if (!log.IsSuperseded) oracle.Lose(log.Changes[i]);
                }
                Continue(node, new ChangeLog(log, kept));
                break;
            case Persistence.None:
                if (node.IsMaster && !node.Log.IsSuperseded)
                {
                    oracle.LoseAll(node.Data);
                    foreach (var change in node.Log.Changes) oracle.Lose(change);
                }
                node.Data = new Dataset();
                Continue(node, new ChangeLog());
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// nodes.conf: everything but links. Keys of slots that it doesn't own are taken for an import (cluster.c:
    /// verifyClusterConfigWithData).
    /// </summary>
    public static void LoadView(SimulatedNode node)
    {
        var view = node.View;
        foreach (var peer in view.Peers)
        {
            peer.ForgetLink();
            if (peer.IsFailed) peer.FailedSinceUs = node.World.NowUs;
            if (!peer.IsMaster) peer.ConfigEpoch = 0;
        }
        view.Myself.HasLink = true;
        view.Handshakes.Clear();
        view.Changed();
        node.IsStateOk = false;
        node.NodeTimeoutMs = node.World.Profile.NodeTimeoutMs;
        node.WritesPausedUntilUs = 0;
        node.Following?.Stop();
        node.Following = null;
        if (view.Myself.Master is { } master)
        {
            node.Following = new Follower(node, master);
            return;
        }
        foreach (int slot in node.Data.TouchedSlots.ToList()) Adopt(node, slot);
        for (int slot = 0; slot < SlotRange.SlotCount; slot++)
        {
            if (!view.IsMine(slot) && node.Data.IsUntouched(slot)) Adopt(node, slot);
        }
    }

    public static ClusterView Reset(SimulatedNode node, bool hard)
    {
        var old = node.View;
        if (!node.IsMaster) node.Data = new Dataset();
        node.Following?.Stop();
        node.Following = null;
        Continue(node, new ChangeLog());
        node.Failover.ResetManual();
        var view = new ClusterView(hard ? node.World.NewIdentity(node) : node.Id);
        if (!hard)
        {
            (view.CurrentEpoch, view.LastVoteEpoch) = (old.CurrentEpoch, old.LastVoteEpoch);
            view.Myself.ConfigEpoch = old.Myself.ConfigEpoch;
        }
        return view;
    }

    private static void Continue(SimulatedNode node, ChangeLog log) => (node.Log, node.LogEnd) = (log, 0);

    private static void Adopt(SimulatedNode node, int slot)
    {
        var view = node.View;
        if (view.IsMine(slot) || view.Importing.ContainsKey(slot)) return;
        node.World.Trace.Say($"{node} has keys of slot {slot}, which it doesn't own");
        if (view.OwnerOf(slot) is { } owner) view.Importing[slot] = owner.Id;
        else view.SetOwner(slot, view.Myself);
    }
}
