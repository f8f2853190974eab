using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Bus;

/// <summary>Replicas that take over (cluster.c: clusterHandleSlaveFailover, clusterSendFailoverAuthIfNeeded).</summary>
internal static class Elections
{
    private const long ManualTimeoutUs = 5_000_000;
    private const long ReplicaPingUs = 10_000_000;
    private const int ValidityFactor = 10;

    public static void Run(SimulatedNode node)
    {
        var view = node.View;
        var master = view.Find(view.Myself.Master);
        var state = node.Failover;
        HandleManual(node);
        bool isManual = state.ManualUntilUs != 0 && state.CanStart;
        if (node.IsMaster || master is null || master.SlotCount == 0 || (!master.IsFailed && !isManual)) return;
        if (!isManual && !IsDataRecent(node)) return;
        long now = node.World.NowUs;
        long timeout = Math.Max(node.NodeTimeoutUs * 2, 2_000_000);
        if (now - state.AuthUs > timeout * 2)
        {
            (state.AuthCount, state.IsAuthSent, state.Rank) = (0, false, Rank(node));
            state.AuthUs = now + 500_000 + node.World.Random.Below(500_000) + state.Rank * 1_000_000L;
            if (isManual) state.AuthUs = now;
            BusSender.BroadcastPong(node, onlySiblings: true);
            if (!isManual) return;
        }
        if (!state.IsAuthSent && !isManual && Rank(node) is var rank && rank > state.Rank)
        {
            state.AuthUs += (rank - state.Rank) * 1_000_000L;
            state.Rank = rank;
        }
        if (now < state.AuthUs || now - state.AuthUs > timeout) return;
        if (!state.IsAuthSent)
        {
            state.AuthEpoch = ++view.CurrentEpoch;
            state.IsAuthSent = true;
            node.World.Trace.Say($"{node} asks for votes, epoch {state.AuthEpoch}");
            BusSender.Broadcast(node, BusKind.AuthRequest, isForced: isManual);
            return;
        }
        if (state.AuthCount < node.Size / 2 + 1) return;
        view.Myself.ConfigEpoch = Math.Max(view.Myself.ConfigEpoch, state.AuthEpoch);
        Roles.Promote(node);
    }

    public static void Vote(SimulatedNode node, Peer candidate, BusMessage request)
    {
        var view = node.View;
        var master = view.Find(candidate.Master);
        if (!node.IsMaster || view.Myself.SlotCount == 0 || request.CurrentEpoch < view.CurrentEpoch) return;
        if (view.LastVoteEpoch == view.CurrentEpoch || candidate.IsMaster || master is null) return;
        if (!master.IsFailed && !request.IsForced) return;
        if (node.World.NowUs - master.VotedUs < node.NodeTimeoutUs * 2) return;
        foreach (int slot in SlotClaim.Slots(request.Slots.Bits))
        {
            if (!view.IsUnclaimed(slot) && view.OwnerOf(slot)!.ConfigEpoch > request.ConfigEpoch) return;
        }
        view.LastVoteEpoch = view.CurrentEpoch;
        master.VotedUs = node.World.NowUs;
        BusSender.Tell(node, candidate.Id.Node, BusKind.AuthAck);
    }

    /// <summary>CLUSTER FAILOVER [FORCE|TAKEOVER]; an error, or null.</summary>
    public static string? Ask(SimulatedNode node, bool force, bool takeover)
    {
        var view = node.View;
        if (node.IsMaster) return "ERR You should send CLUSTER FAILOVER to a replica";
        if (view.Find(view.Myself.Master) is not { } master) return "ERR I'm a replica but my master is unknown to me";
        if (!force && (master.IsFailed || !master.HasLink))
            return "ERR Master is down or failed, please use CLUSTER FAILOVER FORCE";
        node.Failover.ResetManual();
        node.Failover.ManualUntilUs = node.World.NowUs + ManualTimeoutUs;
        if (takeover)
        {
            Bump(node);
            Roles.Promote(node);
        }
        else if (force)
        {
            node.Failover.CanStart = true;
        }
        else
        {
            BusSender.Tell(node, master.Id.Node, BusKind.ManualFailover);
        }
        return null;
    }

    /// <summary>At a master: one of its replicas wants to take over without losing anything.</summary>
    public static void PauseWrites(SimulatedNode node, Peer replica)
    {
        node.Failover.ResetManual();
        node.Failover.ManualUntilUs = node.World.NowUs + ManualTimeoutUs;
        node.Failover.Replica = replica.Id;
        node.WritesPausedUntilUs = node.World.NowUs + ManualTimeoutUs * 2;
        BusSender.Ping(node, replica);
    }

    /// <summary>The greatest epoch, without a vote (cluster.c: clusterBumpConfigEpochWithoutConsensus).</summary>
    public static void Bump(SimulatedNode node)
    {
        var view = node.View;
        long max = Math.Max(view.CurrentEpoch, view.Peers.Max(peer => peer.ConfigEpoch));
        if (view.Myself.ConfigEpoch != 0 && view.Myself.ConfigEpoch == max) return;
        view.Myself.ConfigEpoch = ++view.CurrentEpoch;
        view.Changed();
    }

    private static void HandleManual(SimulatedNode node)
    {
        var state = node.Failover;
        if (state.ManualUntilUs == 0 || state.CanStart || node.IsMaster || state.MasterOffset < 0) return;
        if (node.Following is { IsOnline: true } && node.LogEnd >= state.MasterOffset) state.CanStart = true;
    }

    private static bool IsDataRecent(SimulatedNode node)
    {
        long age = node.Following is { } following ? following.AgeUs(node.World.NowUs) : long.MaxValue;
        if (age > node.NodeTimeoutUs) age -= node.NodeTimeoutUs;
        return age <= ReplicaPingUs + node.NodeTimeoutUs * ValidityFactor;
    }

    private static int Rank(SimulatedNode node)
    {
        int rank = 0;
        foreach (var peer in node.View.Peers)
        {
            if (!peer.IsMaster && peer.Id != node.Id && peer.Master == node.View.Myself.Master
                && peer.Offset > node.LogEnd) rank++;
        }
        return rank;
    }
}
