using RedisInfra.Admin.Tests.Simulation.Data;
using RedisInfra.Admin.Tests.Simulation.Nodes;
using RedisInfra.Model.Formation;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Tests.Simulation.Runs;

/// <summary>What must be the case when everything is over.</summary>
internal static class AtRest
{
    public static void Check(World world, Scenario scenario, bool isBalanced)
    {
        if (scenario.Occupied >= 0)
        {
            CheckUntouched(world, scenario);
            return;
        }
        var owners = Owners(world);
        foreach (int key in world.Oracle.Keys.ToList())
        {
            if (owners[SimulatedKeys.Slot(key)] is not { } owner) continue;
            // What a refusal leaves open may have keys at either end.
            if (!isBalanced && world.Nodes.Any(node => node.IsMaster
                && world.Oracle.Of(key).Allows(Value(node, key), world.NowUs))) continue;
            if (isBalanced) world.Oracle.Ended(key, Value(owner, key), world.NowUs);
            else world.Oracle.Saw("at rest", key, Value(owner, key), world.NowUs);
        }
        if (!isBalanced) return;
        foreach (var node in world.Nodes.Where(node => scenario.Stays(node.Member))) CheckView(world, node, owners);
        foreach (var node in world.Nodes) CheckRoleSetting(world, node);
        if (scenario.Kind == ScenarioKind.Drain) CheckLeft(world, scenario);
        else if (scenario.Kind == ScenarioKind.Form) CheckFormed(world, scenario);
        else CheckShares(world, scenario);
        if (scenario.Kind == ScenarioKind.Form && !world.Counts.ContainsKey("failover")) CheckShares(world, scenario);
        if (scenario.Kind is ScenarioKind.Rebalance or ScenarioKind.TwoRebalancers) CheckRoles(world, scenario);
        CheckStrays(world);
    }

    /// <summary>
    /// Moving slots makes nobody a replica, even who gives up its last one (hazard 14). After a restart or a failover
    /// Redis may do so by itself, and so it does, whatever the setting, with who has given all it had to one that had
    /// nothing, in one step: that looks to it as a failover does.
    /// </summary>
    private static void CheckRoles(World world, Scenario scenario)
    {
        if (world.Counts.ContainsKey("failover") || world.Counts.ContainsKey("fault: node killed")) return;
        foreach (var (shard, index) in scenario.Masters)
        {
            var node = world.Nodes.Single(node => node.Member.Shard == shard && node.Member.Index == index);
            bool isToFresh = node.View.Myself.Master is { } master
                && !scenario.Owners.Contains((byte)master.Node.Member.Shard);
            if (!node.IsMaster && !isToFresh)
                world.Oracle.Violations.Add($"{node} was a master and has become a replica");
        }
    }

    /// <summary>What a killed run set, so that nobody changes the role, has its value back.</summary>
    private static void CheckRoleSetting(World world, SimulatedNode node)
    {
        if (node.AllowsReplicaMigration != world.Profile.AllowsReplicaMigration)
            world.Oracle.Violations.Add($"{node} is left with cluster-allow-replica-migration changed");
        if (node.Settings.GetValueOrDefault("proc-title-template", "").Contains("redisinfra", StringComparison.Ordinal))
            world.Oracle.Violations.Add($"{node} is left with a note");
    }

    private static SimulatedNode?[] Owners(World world)
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
        return owners;
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

    private static void CheckView(World world, SimulatedNode node, SimulatedNode?[] owners)
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

    /// <summary>Who has left is alone and empty, even started again, and nobody remembers it.</summary>
    private static void CheckLeft(World world, Scenario scenario)
    {
        foreach (var node in world.Nodes)
        {
            var view = node.View;
            if (scenario.Stays(node.Member))
            {
                var strange = view.Peers.FirstOrDefault(peer => !scenario.Stays(peer.Id.Node.Member));
                if (strange is not null)
                    world.Oracle.Violations.Add($"{node} still knows {strange.Id}, which has left");
                if (!node.IsMaster && node.Following is not { IsOnline: true })
                    world.Oracle.Violations.Add($"{node} stays and doesn't follow its master");
            }
            else if (view.Known > 1 || !node.IsMaster || view.Myself.SlotCount > 0 || node.Data.Count > 0)
            {
                world.Oracle.Violations.Add($"{node} has left and isn't alone and empty");
            }
        }
    }

    private static void CheckFormed(World world, Scenario scenario)
    {
        int masters = world.Nodes.Count(node => node.View.Myself.SlotCount > 0);
        if (masters != scenario.Desired.Shards.Length) world.Oracle.Violations.Add($"{masters} masters own slots");
        foreach (var node in world.Nodes)
        {
            // When all members have the short timeout of forming and nobody tells another, the default has to do.
            bool isTold = scenario.Desired.NodeTimeoutMs is not null;
            if (node.NodeTimeoutMs != scenario.Profile.NodeTimeoutMs
                && (isTold || node.NodeTimeoutMs != FormationDefaults.NodeTimeoutMs))
                world.Oracle.Violations.Add($"{node} is left with a node timeout of {node.NodeTimeoutMs} ms");
            if (node.Settings.GetValueOrDefault("repl-diskless-sync-delay", "5") is not "5" and var delay)
                world.Oracle.Violations.Add($"{node} is left with repl-diskless-sync-delay {delay}");
            if (!node.IsMaster && node.Following is not { IsOnline: true })
                world.Oracle.Violations.Add($"{node} doesn't follow its master");
        }
    }

    /// <summary>There was data before anything was formed: all is as it was.</summary>
    private static void CheckUntouched(World world, Scenario scenario)
    {
        for (int i = 0; i < world.Nodes.Count; i++)
        {
            var node = world.Nodes[i];
            if (node.View.Known > 1 || !node.IsMaster)
                world.Oracle.Violations.Add($"{node} was touched although there was data");
            int slots = SlotClaim.Slots(node.View.Myself.Bits).Count(slot => !world.Oracle.Existed(slot));
            if (slots > 0) world.Oracle.Violations.Add($"{node} was given {slots} slots although there was data");
            for (int slot = 0; slot < SlotRange.SlotCount && i == scenario.Occupied; slot++)
            {
                if (world.Oracle.Existed(slot) && !node.Data.IsUntouched(slot))
                    world.Oracle.Violations.Add($"{node} lost what it had in slot {slot} before");
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
