using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Bus;

/// <summary>A spare replica goes to a master that has none left (cluster.c: clusterHandleSlaveMigration).</summary>
internal static class ReplicaMigration
{
    private const long DelayUs = 5_000_000;

    public static void Run(SimulatedNode node)
    {
        if (!node.AllowsReplicaMigration || !node.IsStateOk) return;
        var view = node.View;
        var mine = view.Find(view.Myself.Master);
        if (mine is null || Replicas(view, mine) < 2) return;
        int most = view.Peers.Where(peer => peer is { IsMaster: true, IsFailed: false })
            .Max(peer => Replicas(view, peer));
        if (Replicas(view, mine) < most) return;
        Peer? target = null;
        foreach (var peer in view.Peers)
        {
            bool isOrphan = peer is { IsMaster: true, IsFailed: false, IsMigrationTarget: true, SlotCount: > 0 }
                && Replicas(view, peer) == 0;
            if (!isOrphan) peer.OrphanedUs = 0;
            else if (peer.OrphanedUs == 0) peer.OrphanedUs = node.World.NowUs;
            if (isOrphan) target ??= peer;
        }
        if (target is null || node.World.NowUs - target.OrphanedUs <= DelayUs || !IsCandidate(node, most)) return;
        node.World.Trace.Say($"{node} migrates to the orphaned master {target.Id}");
        Roles.Follow(node, target);
    }

    private static bool IsCandidate(SimulatedNode node, int most)
    {
        var view = node.View;
        return view.Peers.Where(peer => !peer.IsMaster && view.Find(peer.Master) is { } master
                && Replicas(view, master) == most)
            .All(peer => string.CompareOrdinal(node.Id.Text, peer.Id.Text) <= 0);
    }

    private static int Replicas(ClusterView view, Peer master) =>
        view.Peers.Count(peer => !peer.IsMaster && peer.Master == master.Id && !peer.IsFailed);
}
