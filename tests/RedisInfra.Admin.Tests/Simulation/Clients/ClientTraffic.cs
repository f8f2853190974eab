using RedisInfra.Admin.Tests.Simulation.Engine;
using RedisInfra.Admin.Tests.Simulation.Nodes;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Tests.Simulation.Clients;

/// <summary>All clients of a run, what they know together of who serves a slot, and which slots they like.</summary>
internal sealed class ClientTraffic
{
    private readonly World _world;
    private readonly SimulatedNode?[] _servers = new SimulatedNode?[SlotRange.SlotCount];
    private readonly List<int> _favourites;
    private readonly List<SimulatedClient> _clients = [];

    public ClientTraffic(World world, int clients, IEnumerable<int> favourites)
    {
        _world = world;
        _favourites = [.. favourites];
        ClientCount = clients;
        foreach (var node in world.Nodes.Where(node => node.IsMaster))
        {
            foreach (int slot in SlotClaim.Slots(node.View.Myself.Bits)) _servers[slot] = node;
        }
        for (int i = 0; i < clients; i++) _clients.Add(new SimulatedClient(world, i, world.Random.Fork(), this));
    }

    public int ClientCount { get; }

    public int PauseUs { get; init; } = 20_000;

    public long Operations { get; set; }

    public long Errors { get; set; }

    public void Start() => _clients.ForEach(client => client.Start());

    public void Stop() => _clients.ForEach(client => client.Stop());

    /// <summary>Who serves a slot, or any node, which may know.</summary>
    public SimulatedNode ServerOf(int slot, SeededRandom random) => _servers[slot] ?? random.Pick(_world.Nodes);

    public void Learn(int slot, SimulatedNode node) => _servers[slot] = node;

    /// <summary>The server of a slot doesn't answer: another one will know.</summary>
    public void Forget(int slot, SeededRandom random) => _servers[slot] = random.Pick(_world.Nodes);

    public SimulatedNode? At(string endpoint)
    {
        int colon = endpoint.LastIndexOf(':');
        return _world.FindAt(endpoint[..colon], int.Parse(endpoint.AsSpan(colon + 1)));
    }

    /// <summary>A slot: mostly one that is open right now, or one that probably moves.</summary>
    public int Pick(SeededRandom random)
    {
        if (random.Percent(70) && PickOpen(random) is { } open) return open;
        if (_favourites.Count > 0 && random.Percent(80)) return random.Pick(_favourites);
        return random.Below(SlotRange.SlotCount);
    }

    private int? PickOpen(SeededRandom random)
    {
        var node = random.Pick(_world.Nodes);
        var open = random.OneIn(2) ? node.View.Migrating : node.View.Importing;
        return open.Count == 0 ? null : open.Keys.ElementAt(random.Below(open.Count));
    }
}
