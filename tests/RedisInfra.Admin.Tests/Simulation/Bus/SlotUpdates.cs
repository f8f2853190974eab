using System.Numerics;
using RedisInfra.Admin.Tests.Simulation.Data;
using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Bus;

/// <summary>What a node does with another's claim of slots (cluster.c: clusterUpdateSlotsConfigWith).</summary>
internal static class SlotUpdates
{
    public static void Take(SimulatedNode node, Peer sender, long epoch, SlotClaim claim)
    {
        var view = node.View;
        var master = view.Myself.IsMaster ? view.Myself : view.Find(view.Myself.Master);
        if (sender == view.Myself) return;
        if (sender.IsMaster) view.Claimed([.. claim.Bits.Zip(sender.Bits, (one, other) => one & other)]);
        List<int>? lost = null;
        Peer? newMaster = null;
        int ofOurs = 0;
        int claimed = 0;
        for (int word = 0; word < SlotClaim.WordCount; word++)
        {
            claimed += BitOperations.PopCount(claim.Bits[word]);
            for (ulong left = claim.Bits[word] ^ sender.Bits[word]; left != 0; left &= left - 1)
            {
                int slot = (word << 6) + BitOperations.TrailingZeroCount(left);
                if (!claim.Has(slot))
                {
                    view.SetUnclaimed(slot);
                    continue;
                }
                // What is being imported is only changed by hand.
                if (view.Importing.ContainsKey(slot)) continue;
                var owner = view.OwnerOf(slot);
                if (!view.IsUnclaimed(slot) && owner!.ConfigEpoch >= epoch) continue;
                if (view.IsMine(slot) && node.Data.CountIn(slot) > 0) (lost ??= []).Add(slot);
                if (owner is not null && owner == master)
                {
                    newMaster = sender;
                    ofOurs++;
                }
                view.SetOwner(slot, sender);
            }
        }
        // What is the same is the same object from now on: quick to compare.
        if (sender.SlotCount == claimed && claim.Bits.AsSpan().SequenceEqual(sender.Bits)) sender.Share(claim, claimed);
        Follow(node, sender, master, newMaster, lost, claimed == ofOurs);
    }

    /// <summary>
    /// A master that was cut off took a slot by hand, and so an epoch without a vote, when its replica was elected:
    /// both have the same epoch, one of them leaves it for a greater one, and if that is the old one it takes all back.
    /// What its successor was told meanwhile is lost: by Redis, since nobody can tell a master that it is cut off.
    /// </summary>
    private static void WonBack(SimulatedNode node, SimulatedNode old, Func<int, bool> isLost)
    {
        if (!old.Log.IsSuperseded || node.Log.Parent != old.Log) return;
        node.World.Count("an old master won back by a collision of epochs");
        foreach (var change in node.Log.Changes.Where(change => isLost(SimulatedKeys.Slot(change.Key))))
            node.World.Oracle.Lose(change);
    }

    private static void Follow(
        SimulatedNode node, Peer sender, Peer? master, Peer? newMaster, List<int>? lost, bool isWholeShard)
    {
        var view = node.View;
        var grandMaster = view.Find(view.Find(view.Myself.Master)?.Master);
        if (newMaster is not null && master!.SlotCount == 0
            && (node.AllowsReplicaMigration || isWholeShard))
        {
            node.World.Trace.Say($"{node} lost its last slot and becomes a replica of {sender.Id}");
            WonBack(node, sender.Id.Node, _ => true);
            node.Log.IsSuperseded |= sender.Id.Node.Log.IsSuperseded && node.Log.Parent == sender.Id.Node.Log;
            Roles.Follow(node, sender);
        }
        else if (!view.Myself.IsMaster && grandMaster is not null && grandMaster != view.Myself)
        {
            Roles.Follow(node, grandMaster);
        }
        else if (lost is not null)
        {
            node.World.Trace.Say($"{node} loses slots to {sender.Id}, epoch {sender.ConfigEpoch}");
            WonBack(node, sender.Id.Node, lost.Contains);
            foreach (int slot in lost) node.Purge(slot);
        }
        ClusterState.Update(node);
    }
}
