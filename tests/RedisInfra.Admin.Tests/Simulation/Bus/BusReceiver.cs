using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Bus;

/// <summary>What a node does with a message (cluster.c: clusterProcessPacket).</summary>
internal static class BusReceiver
{
    public static void Process(SimulatedNode node, BusMessage message)
    {
        var view = node.View;
        var sender = view.Find(message.Sender);
        if (sender is not null) Note(node, sender, message);
        switch (message.Kind)
        {
            case BusKind.Meet:
                Handshakes.Met(node, message);
                Heartbeat(node, sender, message);
                break;
            case BusKind.Ping:
                BusSender.Pong(node, message.Sender.Node, message.Handshake);
                Heartbeat(node, sender, message);
                break;
            case BusKind.Pong:
                if (message.Handshake is not null) sender = Handshakes.Answered(node, message) ?? sender;
                else if (sender is not null) Answered(node, sender);
                Heartbeat(node, sender, message);
                break;
            case BusKind.Fail when sender is not null:
                FailureDetection.Declared(node, view.Find(message.About));
                break;
            case BusKind.AuthRequest when sender is not null:
                Elections.Vote(node, sender, message);
                break;
            case BusKind.AuthAck when sender is { IsMaster: true, SlotCount: > 0 }:
                if (message.CurrentEpoch >= node.Failover.AuthEpoch) node.Failover.AuthCount++;
                Elections.Run(node);
                break;
            case BusKind.ManualFailover when sender is not null && sender.Master == node.Id:
                Elections.PauseWrites(node, sender);
                break;
            case BusKind.Update when sender is not null:
                Updated(node, message);
                break;
        }
    }

    private static void Note(SimulatedNode node, Peer sender, BusMessage message)
    {
        var view = node.View;
        sender.DataReceivedUs = node.World.NowUs;
        view.CurrentEpoch = Math.Max(view.CurrentEpoch, message.CurrentEpoch);
        if (message.ConfigEpoch > sender.ConfigEpoch)
        {
            sender.ConfigEpoch = message.ConfigEpoch;
            view.Changed();
        }
        sender.Offset = message.Offset;
        if (message.IsPaused && view.Myself.Master == sender.Id
            && node.Failover is { ManualUntilUs: > 0, MasterOffset: -1 })
            node.Failover.MasterOffset = message.Sender.Node.LogEnd;
    }

    private static void Answered(SimulatedNode node, Peer sender)
    {
        sender.PongReceivedUs = node.World.NowUs;
        sender.PingSentUs = 0;
        if (sender.IsSuspected)
        {
            sender.IsSuspected = false;
            node.View.Changed();
            ClusterState.Update(node);
        }
        else if (sender.IsFailed)
        {
            FailureDetection.Reachable(node, sender);
        }
    }

    private static void Heartbeat(SimulatedNode node, Peer? sender, BusMessage message)
    {
        if (sender is null) return;
        var view = node.View;
        Role(node, sender, message);
        var owner = sender.IsMaster ? sender : view.Find(sender.Master);
        bool differs = owner is not null && message.Slots.Bits != owner.Bits
            && !message.Slots.Bits.AsSpan().SequenceEqual(owner.Bits);
        if (sender.IsMaster && !differs) view.Claimed(sender.Bits);
        if (sender.IsMaster && differs) SlotUpdates.Take(node, sender, message.ConfigEpoch, message.Slots);
        if (differs) Correct(node, sender, message);
        if (view.Myself.IsMaster && sender.IsMaster && message.ConfigEpoch == view.Myself.ConfigEpoch
            && string.CompareOrdinal(sender.Id.Text, node.Id.Text) > 0)
        {
            view.Myself.ConfigEpoch = ++view.CurrentEpoch;
            view.Changed();
            node.World.Trace.Say($"{node} leaves a collision of epochs with {sender.Id}: {view.Myself.ConfigEpoch}");
        }
        Gossip.Take(node, sender, message);
    }

    private static void Role(SimulatedNode node, Peer sender, BusMessage message)
    {
        var view = node.View;
        if (message.Master is null)
        {
            Roles.BecameMaster(node, sender);
            return;
        }
        if (sender.IsMaster)
        {
            view.RemoveSlots(sender);
            sender.IsMaster = sender.IsMigrationTarget = false;
            view.Changed();
            ClusterState.Update(node);
        }
        if (view.Find(message.Master) is null || sender.Master == message.Master) return;
        sender.Master = message.Master;
        view.Changed();
    }

    /// <summary>The sender claims slots that others have with a newer epoch: it is told.</summary>
    private static void Correct(SimulatedNode node, Peer sender, BusMessage message)
    {
        if (!sender.HasLink) return;
        var view = node.View;
        foreach (int slot in SlotClaim.Slots(message.Slots.Bits))
        {
            var owner = view.OwnerOf(slot);
            if (owner is null || owner == sender || view.IsUnclaimed(slot)) continue;
            if (owner.ConfigEpoch <= message.ConfigEpoch) continue;
            BusSender.Update(node, sender.Id.Node, owner);
            return;
        }
    }

    private static void Updated(SimulatedNode node, BusMessage message)
    {
        var about = node.View.Find(message.About);
        if (about is null || about.ConfigEpoch >= message.AboutEpoch) return;
        Roles.BecameMaster(node, about);
        about.ConfigEpoch = message.AboutEpoch;
        node.View.Changed();
        SlotUpdates.Take(node, about, message.AboutEpoch, message.AboutSlots!);
    }
}
