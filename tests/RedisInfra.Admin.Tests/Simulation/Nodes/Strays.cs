using RedisInfra.Admin.Tests.Simulation.Data;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Tests.Simulation.Nodes;

/// <summary>Keys at nodes that don't own their slots.</summary>
internal static class Strays
{
    /// <summary>All keys that a node holds and that haven't expired.</summary>
    public static List<int> Keys(SimulatedNode node) =>
        [.. All(node).Where(key => !node.Data.Find(key)!.Value.IsExpired(node.World.NowUs))];

    /// <summary>FLUSHALL.</summary>
    public static void Flush(SimulatedNode node)
    {
        foreach (int key in All(node).ToList())
            node.Apply(ChangeKind.Trimmed, key, node.Data.Find(key)!.Value.Write, null);
    }

    /// <summary>
    /// UNLINK of a key whose slot is being imported, where the owner has it as well; false for any other, which must
    /// never be deleted.
    /// </summary>
    public static bool TryDrop(SimulatedNode node, int key)
    {
        bool isSafe = node.IsMaster && key >= 0 && node.View.Importing.ContainsKey(SimulatedKeys.Slot(key))
            && (node.Data.Find(key) is null || IsAtOwner(node.World, key));
        if (isSafe && node.Data.Find(key) is { } value) node.Apply(ChangeKind.Trimmed, key, value.Write, null);
        return isSafe;
    }

    /// <summary>Whether whoever owns its slot has the key as well.</summary>
    public static bool IsAtOwner(World world, int key) => world.Nodes.Any(node => node.IsMaster
        && node.View.IsMine(SimulatedKeys.Slot(key))
        && node.Data.Find(key) is { } value && !value.IsExpired(world.NowUs));

    private static IEnumerable<int> All(SimulatedNode node) =>
        Enumerable.Range(0, SlotRange.SlotCount).SelectMany(node.Data.KeysIn);
}
