using RedisInfra.Admin.Tests.Simulation.Bus;
using RedisInfra.Admin.Tests.Simulation.Data;
using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Runs;

/// <summary>Slots that an earlier move, of whatever tool, has left half way.</summary>
internal static class HalfMoves
{
    private const int Kinds = 9;

    public static void Make(World world, int slots)
    {
        var random = world.Random;
        var masters = world.Nodes.Where(node => node.IsMaster).ToList();
        var owners = masters.Where(node => node.View.Myself.SlotCount > slots).ToList();
        var source = random.Pick(owners);
        var other = random.Pick(masters.Where(node => node != source).ToList());
        var mine = SlotClaim.Slots(source.View.Myself.Bits).ToList();
        int first = random.Below(mine.Count - slots + 1);
        int kind = random.Below(Kinds);
        foreach (int slot in mine.GetRange(first, slots)) Make(world, kind, slot, source, other);
    }

    private static void Make(World world, int kind, int slot, SimulatedNode source, SimulatedNode other)
    {
        bool isImporting = kind is not (1 or 7);
        bool isMigrating = kind is not (0 or 8);
        if (world.Random.OneIn(4)) return;
        world.Trace.Say($"slot {slot} of {source} is half moved to {other}, kind {kind}");
        if (isImporting) other.View.Importing[slot] = source.Id;
        if (isMigrating) source.View.Migrating[slot] = other.Id;
        source.View.Changed();
        other.View.Changed();
        switch (kind)
        {
            case 2 or 3:
                Copy(world, slot, source, other, isMoved: true, one => world.Random.OneIn(2));
                break;
            case 4:
                // IOERR: some have been moved, one is at both ends.
                Copy(world, slot, source, other, isMoved: false, _ => true);
                break;
            case 5 or 6:
                Copy(world, slot, source, other, isMoved: true, _ => true);
                Commit(slot, other, other);
                if (kind == 6) Commit(slot, source, other);
                break;
            case 8:
                // Some have been moved, and the source forgot: somebody closed it there, or a replica took over.
                Copy(world, slot, source, other, isMoved: true, _ => world.Random.OneIn(2));
                world.Oracle.Confuse(slot);
                break;
        }
    }

    private static void Copy(
        World world, int slot, SimulatedNode source, SimulatedNode other, bool isMoved, Func<int, bool> takes)
    {
        foreach (int key in source.Data.KeysIn(slot).Where(takes).ToList())
        {
            var value = source.Data.Find(key)!.Value;
            other.Apply(ChangeKind.Arrived, key, value.Write, value);
            if (isMoved) source.Apply(ChangeKind.Left, key, value.Write, null);
        }
    }

    private static void Commit(int slot, SimulatedNode at, SimulatedNode owner)
    {
        var view = at.View;
        view.SetOwner(slot, view.Find(owner.Id));
        if (at == owner && view.Importing.Remove(slot)) Elections.Bump(at);
        else view.Migrating.Remove(slot);
        view.Changed();
    }
}
