using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Bus;

/// <summary>What a node does ten times a second (cluster.c: clusterCron).</summary>
internal static class ClusterCron
{
    public const int PeriodUs = 100_000;

    private const int PingEvery = 10;
    private const int Candidates = 5;

    public static void Run(SimulatedNode node, int iteration)
    {
        Handshakes.GoOn(node);
        var peers = node.View.Peers;
        if (iteration % PingEvery == 0) PingOldest(node);
        bool suspects = false;
        foreach (var peer in peers)
        {
            if (peer == node.View.Myself) continue;
            if (!peer.HasLink) Connect(node, peer);
            suspects |= Watch(node, peer);
        }
        if (!node.IsMaster)
        {
            Elections.Run(node);
            ReplicaMigration.Run(node);
        }
        if (node.Failover.ManualUntilUs != 0 && node.World.NowUs > node.Failover.ManualUntilUs)
            node.Failover.ResetManual();
        if (suspects || !node.IsStateOk) ClusterState.Update(node);
    }

    /// <summary>Of a few random nodes, the one that was silent for longest.</summary>
    private static void PingOldest(SimulatedNode node)
    {
        var peers = node.View.Peers;
        Peer? oldest = null;
        for (int i = 0; i < Candidates; i++)
        {
            var peer = peers[node.World.Random.Below(peers.Count)];
            if (peer == node.View.Myself || !peer.HasLink || peer.PingSentUs != 0) continue;
            if (oldest is null || oldest.PongReceivedUs > peer.PongReceivedUs) oldest = peer;
        }
        if (oldest is not null) BusSender.Ping(node, oldest);
    }

    private static void Connect(SimulatedNode node, Peer peer)
    {
        var other = peer.Id.Node;
        bool answers = other.IsUp && other.Id == peer.Id && node.World.Network.Reaches(node.Place, other.Place);
        if (!answers)
        {
            if (peer.PingSentUs == 0) peer.PingSentUs = node.World.NowUs;
            return;
        }
        peer.HasLink = true;
        peer.LinkSinceUs = node.World.NowUs;
        node.View.Changed();
        long before = peer.PingSentUs;
        BusSender.Ping(node, peer);
        if (before != 0) peer.PingSentUs = before;
    }

    /// <summary>Drops links that are dead, pings who was silent for long, suspects who doesn't answer.</summary>
    private static bool Watch(SimulatedNode node, Peer peer)
    {
        long now = node.World.NowUs;
        long timeout = node.NodeTimeoutUs;
        long pingDelay = now - peer.PingSentUs;
        long dataDelay = now - peer.DataReceivedUs;
        bool isDead = peer.HasLink && now - peer.LinkSinceUs > timeout && peer.PingSentUs != 0
            && pingDelay > timeout / 2 && dataDelay > timeout / 2;
        if (isDead)
        {
            peer.HasLink = false;
            node.View.Changed();
        }
        if (peer.HasLink && peer.PingSentUs == 0 && now - peer.PongReceivedUs > timeout / 2)
        {
            BusSender.Ping(node, peer);
            return false;
        }
        if (node.Failover.Replica == peer.Id && peer.HasLink) BusSender.Ping(node, peer);
        if (peer.PingSentUs == 0 || Math.Min(pingDelay, dataDelay) <= timeout || peer.IsFailing) return false;
        node.World.Trace.Say($"{node} suspects {peer.Id}");
        peer.IsSuspected = true;
        node.View.Changed();
        return true;
    }
}
