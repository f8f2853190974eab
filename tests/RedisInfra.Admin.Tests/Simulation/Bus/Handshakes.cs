using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Bus;

/// <summary>Two nodes get to know each other.</summary>
internal static class Handshakes
{
    private const long LeastTimeoutUs = 1_000_000;

    /// <summary>CLUSTER MEET; false when that address is being met already.</summary>
    public static bool Begin(SimulatedNode node, SimulatedNode target, bool isMeet)
    {
        if (node.View.Handshakes.Any(handshake => handshake.Target == target)) return false;
        node.View.Handshakes.Add(new Handshake(target, node.World.NewId(), node.World.NowUs, isMeet));
        node.View.Changed();
        return true;
    }

    /// <summary>Each turn: connects to who is being met, and gives up who doesn't answer.</summary>
    public static void GoOn(SimulatedNode node)
    {
        var handshakes = node.View.Handshakes;
        for (int i = handshakes.Count - 1; i >= 0; i--)
        {
            var handshake = handshakes[i];
            if (node.World.NowUs - handshake.SinceUs > Math.Max(node.NodeTimeoutUs, LeastTimeoutUs))
            {
                handshakes.RemoveAt(i);
                node.View.Changed();
                continue;
            }
            bool answers = handshake.Target.IsUp && node.World.Network.Reaches(node.Place, handshake.Target.Place);
            if (handshake.IsUnderWay || !answers) continue;
            handshake.IsUnderWay = true;
            var kind = handshake.IsMeet ? BusKind.Meet : BusKind.Ping;
            BusSender.Send(node, handshake.Target, BusSender.Heartbeat(node, kind, handshake: handshake));
        }
    }

    /// <summary>Somebody was told to meet this node: it meets them in turn, and answers.</summary>
    public static void Met(SimulatedNode node, BusMessage message)
    {
        if (node.View.Find(message.Sender) is null) Begin(node, message.Sender.Node, isMeet: false);
        BusSender.Pong(node, message.Sender.Node, message.Handshake);
    }

    /// <summary>Who was met has answered, so its id is known.</summary>
    public static Peer? Answered(SimulatedNode node, BusMessage message)
    {
        if (!node.View.Handshakes.Remove(message.Handshake!)) return null;
        node.View.Changed();
        if (node.View.Find(message.Sender) is { } known) return known;
        node.World.Trace.Say($"{node} knows {message.Sender}");
        var peer = node.View.Add(message.Sender);
        peer.IsMaster = message.Master is null;
        peer.HasLink = true;
        peer.LinkSinceUs = peer.PongReceivedUs = peer.DataReceivedUs = node.World.NowUs;
        return peer;
    }
}
