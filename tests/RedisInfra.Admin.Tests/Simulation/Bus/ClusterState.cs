using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Bus;

/// <summary>Whether a node says cluster_state:ok (cluster.c: clusterUpdateState).</summary>
internal static class ClusterState
{
    private const long WritableDelayUs = 2_000_000;

    public static void Update(SimulatedNode node)
    {
        var view = node.View;
        long now = node.World.NowUs;
        int reachable = 0;
        bool isCovered = view.Unassigned == 0;
        node.Size = 0;
        foreach (var peer in view.Peers)
        {
            if (peer.SlotCount > 0 && peer.IsFailed) isCovered = false;
            if (!peer.IsMaster || peer.SlotCount == 0) continue;
            node.Size++;
            if (!peer.IsFailing) reachable++;
        }
        if (node.IsMaster && !node.IsStateOk && now - node.FirstUpdateUs < WritableDelayUs) return;
        bool isOk = isCovered;
        if (reachable < node.Size / 2 + 1)
        {
            isOk = false;
            node.MinorityUs = now;
        }
        if (isOk == node.IsStateOk) return;
        long delayUs = Math.Clamp(node.NodeTimeoutUs, 500_000, 5_000_000);
        if (isOk && node.IsMaster && now - node.MinorityUs < delayUs) return;
        node.IsStateOk = isOk;
        node.World.Trace.Say($"{node}: cluster state {(isOk ? "ok" : "fail")}");
    }
}
