using System.Numerics;
using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Bus;

/// <summary>What a heartbeat says of others (cluster.c: clusterProcessGossipSection).</summary>
internal static class Gossip
{
    public static void Take(SimulatedNode node, Peer sender, BusMessage message)
    {
        for (ulong left = message.Mentioned; left != 0; left &= left - 1)
        {
            int index = BitOperations.TrailingZeroCount(left);
            ulong bit = 1UL << index;
            var peer = node.View.Find(index);
            if (peer is null) Add(node, message.Sender, index, (message.Masters & bit) != 0);
            else if (sender.IsMaster && peer != node.View.Myself)
                Report(node, sender, peer, (message.Failing & bit) != 0);
        }
    }

    private static void Report(SimulatedNode node, Peer sender, Peer peer, bool isFailing)
    {
        if (isFailing)
        {
            (peer.Reports ??= [])[sender.Id.Index] = node.World.NowUs;
            FailureDetection.MarkIfNeeded(node, peer);
        }
        else
        {
            peer.Reports?.Remove(sender.Id.Index);
        }
    }

    /// <summary>A node that the sender knows is known from now on, unless it was just forgotten.</summary>
    private static void Add(SimulatedNode node, Identity sender, int index, bool isMaster)
    {
        var view = node.View;
        if (view.Banned.TryGetValue(index, out long until) && node.World.NowUs < until) return;
        if (sender.Node.View.Find(index) is not { } known) return;
        node.World.Trace.Say($"{node} hears of {known.Id} from {sender}");
        view.Add(known.Id).IsMaster = isMaster;
    }
}
