using RedisInfra.Admin.Tests.Simulation.Data;
using RedisInfra.Admin.Tests.Simulation.Nodes;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Tests.Simulation.Runs;

/// <summary>What must be the case when everything is over.</summary>
internal static class AtRest
{
    public static void Check(World world, Scenario scenario, bool isBalanced)
    {
        var violations = world.Oracle.Violations;
        var owners = new SimulatedNode?[SlotRange.SlotCount];
        foreach (var node in world.Nodes.Where(node => node.IsMaster))
        {
            foreach (int slot in SlotClaim.Slots(node.View.Myself.Bits))
            {
                if (owners[slot] is { } other) violations.Add($"slot {slot} is owned by {other} and {node}");
                owners[slot] = node;
            }
        }
        for (int slot = 0; slot < owners.Length; slot++)
        {
            if (owners[slot] is null) violations.Add($"slot {slot} is owned by nobody");
            else CheckKeys(world, slot, owners[slot]!);
        }
        foreach (int key in world.Oracle.Keys.ToList())
        {
            if (owners[SimulatedKeys.Slot(key)] is not { } owner) continue;
            // What a refusal leaves open may have keys at either end.
            if (!isBalanced && world.Nodes.Any(node => node.IsMaster
                && world.Oracle.Of(key).Allows(Value(node, key), world.NowUs))) continue;
            world.Oracle.Saw("at rest", key, Value(owner, key), world.NowUs);
        }
        if (!isBalanced) return;
        CheckViews(world, owners);
        CheckShares(world, scenario);
        CheckStrays(world);
    }

    private static StoredValue? Value(SimulatedNode node, int key) =>
        node.Data.Find(key) is { } value && !value.IsExpired(node.World.NowUs) ? value : null;

    /// <summary>The key that the slot had at the start, if nobody ever touched it.</summary>
    private static void CheckKeys(World world, int slot, SimulatedNode owner)
    {
        if (!world.Oracle.Existed(slot) || owner.Data.IsUntouched(slot)) return;
        int key = SimulatedKeys.Of(slot, 0);
        if (Value(owner, key) is null) world.Oracle.Of(key);
    }

    private static void CheckViews(World world, SimulatedNode?[] owners)
    {
        foreach (var node in world.Nodes)
        {
            if (!node.IsStateOk) world.Oracle.Violations.Add($"{node} doesn't say ok");
            if (node.IsMaster && (node.View.Migrating.Count > 0 || node.View.Importing.Count > 0))
            {
                world.Oracle.Violations.Add($"{node} has open slots: "
                    + string.Join(",", node.View.Migrating.Keys.Concat(node.View.Importing.Keys)));
            }
            for (int slot = 0; slot < owners.Length; slot++)
            {
                if (node.View.OwnerOf(slot)?.Id.Node == owners[slot]) continue;
                world.Oracle.Violations.Add(
                    $"{node} takes {node.View.OwnerOf(slot)?.Id} for the owner of slot {slot}, not {owners[slot]}");
                break;
            }
        }
    }

    private static void CheckShares(World world, Scenario scenario)
    {
        int total = scenario.Desired.Shards.Sum(shard => shard.Weight);
        foreach (var group in world.Nodes.GroupBy(node => node.Member.Shard))
        {
            int slots = group.Where(node => node.IsMaster).Sum(node => node.View.Myself.SlotCount);
            bool stays = group.Key < scenario.Desired.Shards.Length;
            double share = stays ? (double)SlotRange.SlotCount * scenario.Desired.Shards[group.Key].Weight / total : 0;
            if (slots < Math.Floor(share) || slots > Math.Ceiling(share))
                world.Oracle.Violations.Add($"shard {group.Key} owns {slots} slots, not {share:0.##}");
        }
    }

    /// <summary>Keys of slots that their node doesn't own: they would come up again one day.</summary>
    private static void CheckStrays(World world)
    {
        foreach (var node in world.Nodes.Where(node => node.IsMaster))
        {
            foreach (int slot in node.Data.TouchedSlots.Where(slot => !node.View.IsMine(slot)))
            {
                world.Count("slots with stray keys at rest");
                string what = $"{node} holds keys of slot {slot}, which it doesn't own";
                if (world.Oracle.HasContested || world.Counts.ContainsKey("failover")) world.Oracle.Conflicts.Add(what);
                else world.Oracle.Violations.Add(what);
            }
        }
    }
}
