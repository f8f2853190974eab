using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Bus;

/// <summary>Makes messages and sends them (cluster.c: clusterBuildMessageHdr, clusterSendPing, …).</summary>
internal static class BusSender
{
    private const int MentionedAtLeast = 3;

    /// <summary>A ping over the node's own link; the answer is waited for.</summary>
    public static void Ping(SimulatedNode node, Peer to)
    {
        if (to.PingSentUs == 0) to.PingSentUs = node.World.NowUs;
        Send(node, to.Id.Node, Heartbeat(node, BusKind.Ping, to.Id));
    }

    public static void Pong(SimulatedNode node, SimulatedNode to, Handshake? handshake) =>
        Send(node, to, Heartbeat(node, BusKind.Pong, null, handshake));

    /// <summary>Tells all others that something changed.</summary>
    public static void BroadcastPong(SimulatedNode node, bool onlySiblings = false)
    {
        foreach (var peer in node.View.Peers)
        {
            if (peer == node.View.Myself || !peer.HasLink) continue;
            if (onlySiblings && (peer.IsMaster || peer.Master != node.View.Myself.Master)) continue;
            Pong(node, peer.Id.Node, null);
        }
    }

    public static void Broadcast(
        SimulatedNode node, BusKind kind, Identity? about = null, bool isForced = false)
    {
        foreach (var peer in node.View.Peers)
        {
            if (peer != node.View.Myself && peer.HasLink)
                Send(node, peer.Id.Node, Make(node, kind, about: about, isForced: isForced));
        }
    }

    /// <summary>Tells a node that claims slots of another that these aren't its own any more.</summary>
    public static void Update(SimulatedNode node, SimulatedNode to, Peer about) =>
        Send(node, to, Make(node, BusKind.Update, about: about.Id, aboutEpoch: about.ConfigEpoch, slots: about.Claim));

    public static void Tell(SimulatedNode node, SimulatedNode to, BusKind kind) => Send(node, to, Make(node, kind));

    public static BusMessage Heartbeat(
        SimulatedNode node, BusKind kind, Identity? to = null, Handshake? handshake = null)
    {
        ulong mentioned = 0;
        ulong failing = 0;
        ulong masters = 0;
        var peers = node.View.Peers;
        int wanted = Math.Max(MentionedAtLeast, peers.Count / 10);
        for (int i = 0; i < wanted && peers.Count > 2; i++) Mention(peers[node.World.Random.Below(peers.Count)]);
        foreach (var peer in peers)
        {
            if (peer.IsSuspected) Mention(peer);
        }
        return Make(node, kind, mentioned, failing, masters, handshake: handshake);

        void Mention(Peer peer)
        {
            if (peer == node.View.Myself || peer.Id == to || (!peer.HasLink && peer.SlotCount == 0)) return;
            ulong bit = 1UL << peer.Id.Index;
            mentioned |= bit;
            if (peer.IsFailing) failing |= bit;
            if (peer.IsMaster) masters |= bit;
        }
    }

    public static void Send(SimulatedNode from, SimulatedNode to, BusMessage message)
    {
        if (!to.IsUp) return;
        int incarnation = to.Incarnation;
        from.World.Network.SendInOrder(from.Place, to.Place, () =>
        {
            if (to.Incarnation == incarnation) to.Receive(() => BusReceiver.Process(to, message));
        });
    }

    private static BusMessage Make(
        SimulatedNode node, BusKind kind, ulong mentioned = 0, ulong failing = 0, ulong masters = 0,
        Identity? about = null, long aboutEpoch = 0, SlotClaim? slots = null, bool isForced = false,
        Handshake? handshake = null)
    {
        var view = node.View;
        var owner = view.Myself.IsMaster ? view.Myself : view.Find(view.Myself.Master) ?? view.Myself;
        return new BusMessage
        {
            Kind = kind,
            Sender = node.Id,
            CurrentEpoch = view.CurrentEpoch,
            ConfigEpoch = owner.ConfigEpoch,
            Master = view.Myself.IsMaster ? null : view.Myself.Master,
            Slots = owner.Claim,
            Offset = node.LogEnd,
            Mentioned = mentioned,
            Failing = failing,
            Masters = masters,
            About = about,
            AboutEpoch = aboutEpoch,
            AboutSlots = slots,
            IsForced = isForced,
            IsPaused = node.Failover.Replica is not null && node.World.NowUs < node.WritesPausedUntilUs,
            Handshake = handshake,
        };
    }
}
