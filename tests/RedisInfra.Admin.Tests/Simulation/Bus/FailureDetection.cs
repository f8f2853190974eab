using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Bus;

/// <summary>A node is failed when the majority of masters says so.</summary>
internal static class FailureDetection
{
    public static void MarkIfNeeded(SimulatedNode node, Peer peer)
    {
        if (!peer.IsSuspected || peer.IsFailed) return;
        long oldest = node.World.NowUs - node.NodeTimeoutUs * 2;
        int reports = peer.Reports?.Count(report => report.Value >= oldest) ?? 0;
        if (node.IsMaster) reports++;
        if (reports < node.Size / 2 + 1) return;
        node.World.Trace.Say($"{node} marks {peer.Id} as failed");
        Fail(node, peer);
        BusSender.Broadcast(node, BusKind.Fail, peer.Id);
    }

    /// <summary>Another node found it out.</summary>
    public static void Declared(SimulatedNode node, Peer? peer)
    {
        if (peer is null || peer.IsFailed || peer == node.View.Myself) return;
        Fail(node, peer);
    }

    /// <summary>It answers again (cluster.c: clearNodeFailureIfNeeded).</summary>
    public static void Reachable(SimulatedNode node, Peer peer)
    {
        const int UndoFactor = 2;
        bool isOld = node.World.NowUs - peer.FailedSinceUs > node.NodeTimeoutUs * UndoFactor;
        if (peer.IsMaster && peer.SlotCount > 0 && !isOld) return;
        peer.IsFailed = false;
        node.View.Changed();
        ClusterState.Update(node);
    }

    private static void Fail(SimulatedNode node, Peer peer)
    {
        peer.IsFailed = true;
        peer.IsSuspected = false;
        peer.FailedSinceUs = node.World.NowUs;
        node.View.Changed();
        ClusterState.Update(node);
    }
}
