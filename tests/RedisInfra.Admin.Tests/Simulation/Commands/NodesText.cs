using System.Numerics;
using System.Text;
using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Commands;

/// <summary>The text of CLUSTER NODES.</summary>
internal static class NodesText
{
    public static string Of(SimulatedNode node)
    {
        var text = new StringBuilder();
        foreach (var peer in node.View.Peers) Line(text, node, peer);
        foreach (var handshake in node.View.Handshakes)
        {
            var target = handshake.Target;
            text.Append(handshake.TemporaryId).Append(' ');
            Address(text, target).Append(" handshake - 0 0 0 disconnected\n");
        }
        return text.ToString();
    }

    private static void Line(StringBuilder text, SimulatedNode node, Peer peer)
    {
        var view = node.View;
        bool isMyself = peer == view.Myself;
        text.Append(peer.Id.Text).Append(' ');
        Address(text, peer.Id.Node).Append(' ');
        if (isMyself) text.Append("myself,");
        text.Append(peer.IsMaster ? "master" : "slave");
        if (peer.IsSuspected) text.Append(",fail?");
        if (peer.IsFailed) text.Append(",fail");
        text.Append(' ').Append(peer.Master?.Text ?? "-").Append(" 0 0 ");
        var owner = peer.IsMaster ? peer : view.Find(peer.Master) ?? peer;
        text.Append(owner.ConfigEpoch).Append(peer.HasLink ? " connected" : " disconnected");
        Slots(text, peer.Bits);
        if (isMyself)
        {
            foreach (var (slot, to) in view.Migrating)
                text.Append(" [").Append(slot).Append("->-").Append(to.Text).Append(']');
            // A slot that is open both ways is only shown as migrating.
            foreach (var (slot, from) in view.Importing.Where(open => !view.Migrating.ContainsKey(open.Key)))
                text.Append(" [").Append(slot).Append("-<-").Append(from.Text).Append(']');
        }
        text.Append('\n');
    }

    private static StringBuilder Address(StringBuilder text, SimulatedNode node) =>
        text.Append(node.Ip).Append(':').Append(node.Member.Port).Append('@').Append(node.Member.Port + 10000);

    private static void Slots(StringBuilder text, ulong[] bits)
    {
        int slot = Next(bits, 0, isSet: true);
        while (slot < bits.Length * 64)
        {
            int end = Next(bits, slot, isSet: false);
            text.Append(' ').Append(slot);
            if (end - 1 > slot) text.Append('-').Append(end - 1);
            slot = Next(bits, end, isSet: true);
        }
    }

    /// <summary>The first slot from there on that is, or isn't, in the bitmap.</summary>
    private static int Next(ulong[] bits, int from, bool isSet)
    {
        for (int word = from >> 6; word < bits.Length; word++)
        {
            ulong value = isSet ? bits[word] : ~bits[word];
            if (word == from >> 6) value &= ulong.MaxValue << (from & 63);
            if (value != 0) return (word << 6) + BitOperations.TrailingZeroCount(value);
        }
        return bits.Length * 64;
    }
}
