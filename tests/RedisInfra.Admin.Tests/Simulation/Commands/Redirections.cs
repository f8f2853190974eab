using RedisInfra.Admin.Tests.Simulation.Data;
using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Commands;

/// <summary>Whether a node serves a key, or who does (cluster.c: getNodeByQuery).</summary>
internal static class Redirections
{
    private const string Down = "CLUSTERDOWN The cluster is down";

    /// <summary>The error that a client gets for a command with one key, or null when it is served here.</summary>
    public static string? OfClient(SimulatedNode node, int key, bool isWrite, bool isAsking)
    {
        if (node.IsLoading) return "LOADING Redis is loading the dataset in memory";
        int slot = SimulatedKeys.Slot(key);
        var view = node.View;
        var owner = view.OwnerOf(slot);
        if (owner is null) return "CLUSTERDOWN Hash slot not served";
        if (!node.IsStateOk) return Down;
        bool isMine = owner == view.Myself;
        if (isMine && view.Migrating.TryGetValue(slot, out var to))
            return node.Data.Find(key) is null ? $"ASK {slot} {to.Node.Ip}:{to.Node.Member.Port}" : null;
        if (isAsking && view.Importing.ContainsKey(slot)) return null;
        if (isMine) return null;
        var at = owner.Id.Node;
        _ = isWrite;
        return $"MOVED {slot} {at.Ip}:{at.Member.Port}";
    }

    /// <summary>MIGRATE is served where the slot is open, and where it is owned.</summary>
    public static string? OfMigrate(SimulatedNode node, IReadOnlyList<int> keys)
    {
        int slot = SimulatedKeys.Slot(keys[0]);
        var view = node.View;
        foreach (int key in keys)
        {
            if (SimulatedKeys.Slot(key) != slot) return "CROSSSLOT Keys in request don't hash to the same slot";
        }
        if (view.OwnerOf(slot) is not { } owner) return "CLUSTERDOWN Hash slot not served";
        if (!node.IsStateOk) return Down;
        bool isOpen = view.Importing.ContainsKey(slot) || (owner == view.Myself && view.Migrating.ContainsKey(slot));
        if (isOpen || owner == view.Myself)
            return node.IsMaster ? null : "READONLY You can't write against a read only replica.";
        return $"MOVED {slot} {owner.Id.Node.Ip}:{owner.Id.Node.Member.Port}";
    }
}
