using RedisInfra.Admin.Tests.Simulation.Nodes;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Tests.Simulation.Runs;

/// <summary>Makes a cluster that stands, as a scenario describes it: everybody knows everybody and agrees.</summary>
internal static class WorldBuilder
{
    /// <summary>Nodes that were just started and know nobody.</summary>
    public static void AddFreshNodes(World world, Scenario scenario)
    {
        world.Profile = scenario.Profile;
        foreach (var member in scenario.Members) world.Add(member);
        if (scenario.Occupied >= 0) Occupy(world, world.Nodes[scenario.Occupied]);
        foreach (var node in world.Nodes) node.Start();
    }

    /// <summary>
    /// It holds keys of an earlier life; as a server does that starts with such, it owns their slots.
    /// </summary>
    private static void Occupy(World world, SimulatedNode node)
    {
        const int Slots = 5;
        var filled = new ulong[SlotClaim.WordCount];
        for (int i = 0; i < Slots; i++)
        {
            int slot = world.Random.Below(SlotRange.SlotCount);
            filled[slot >> 6] |= 1UL << (slot & 63);
            world.Oracle.Exists(slot);
            node.View.SetOwner(slot, node.View.Myself);
        }
        node.Data.Fill(filled);
    }

    public static void AddCluster(World world, Scenario scenario)
    {
        world.Profile = scenario.Profile;
        foreach (var member in scenario.Members) world.Add(member);
        var masters = scenario.Masters.ToDictionary(
            pair => pair.Key,
            pair => world.Nodes.Single(node => node.Member.Shard == pair.Key && node.Member.Index == pair.Value));
        var (owners, claims) = Owners(scenario, masters);
        foreach (var node in world.Nodes) Know(world, node, masters, owners, claims);
        Fill(world, scenario, claims);
        foreach (var node in world.Nodes)
        {
            if (masters[node.Member.Shard] is var master && master != node)
            {
                node.Following = new Follower(node, master.Id);
                node.Following.StartOnline();
            }
            node.Start();
            node.FirstUpdateUs = 0;
            node.IsStateOk = true;
        }
    }

    private static (byte[] Owners, Dictionary<int, (SlotClaim Claim, int Count)> Claims) Owners(
        Scenario scenario, Dictionary<int, SimulatedNode> masters)
    {
        var owners = new byte[SlotRange.SlotCount];
        var bits = masters.Values.ToDictionary(node => node.Id.Index, _ => new ulong[SlotClaim.WordCount]);
        for (int slot = 0; slot < SlotRange.SlotCount; slot++)
        {
            int index = masters[scenario.Owners[slot]].Id.Index;
            owners[slot] = (byte)index;
            bits[index][slot >> 6] |= 1UL << (slot & 63);
        }
        return (owners, bits.ToDictionary(pair => pair.Key,
            pair => (new SlotClaim(pair.Value), SlotClaim.Slots(pair.Value).Count())));
    }

    private static void Know(
        World world, SimulatedNode node, Dictionary<int, SimulatedNode> masters, byte[] owners,
        Dictionary<int, (SlotClaim Claim, int Count)> claims)
    {
        var view = node.View;
        foreach (var other in world.Nodes)
        {
            var peer = other == node ? view.Myself : view.Add(other.Id);
            var master = masters[other.Member.Shard];
            peer.ConfigEpoch = other == master ? other.Member.Shard + 1 : 0;
            peer.IsMaster = other == master;
            peer.Master = other == master ? null : master.Id;
            peer.HasLink = true;
            peer.PongReceivedUs = peer.DataReceivedUs = world.NowUs;
        }
        view.CurrentEpoch = masters.Count;
        view.LoadOwners(owners, claims);
    }

    private static void Fill(World world, Scenario scenario, Dictionary<int, (SlotClaim Claim, int Count)> claims)
    {
        var filled = new ulong[SlotClaim.WordCount];
        for (int slot = 0; slot < SlotRange.SlotCount; slot++)
        {
            if (!world.Random.Percent(scenario.FillPercent)) continue;
            filled[slot >> 6] |= 1UL << (slot & 63);
            world.Oracle.Exists(slot);
        }
        foreach (var (index, (claim, _)) in claims)
        {
            var slots = claim.Bits.Zip(filled, (mine, all) => mine & all).ToArray();
            world.IdentityAt(index).Node.Data.Fill(slots);
        }
    }
}
