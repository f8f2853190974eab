using RedisInfra.Admin.Tests.Simulation.Data;
using RedisInfra.Admin.Tests.Simulation.Engine;
using RedisInfra.Admin.Tests.Simulation.Faults;
using RedisInfra.Admin.Tests.Simulation.Nodes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation;

/// <summary>Everything that a simulation consists of.</summary>
internal sealed class World
{
    /// <summary>Virtual time at the start: "never" must be long ago.</summary>
    public const long StartUs = 3_600_000_000;

    private readonly Dictionary<string, SimulatedNode> _byName = new(StringComparer.Ordinal);
    private readonly List<Identity> _identities = [];

    public World(ulong seed, bool isTraced = false)
    {
        Random = new SeededRandom(seed);
        Agenda = new Agenda(Random.Fork());
        Agenda.At(StartUs, () => { });
        Agenda.RunNext(StartUs);
        Pump = new Pump(Agenda);
        Network = new Network(Agenda, Random.Fork());
        Trace = new Trace(Agenda, isTraced);
        Time = new SimulatedTime(Agenda, Pump, () => true);
        Faults = new FaultInjector(this, Random.Fork());
    }

    public SeededRandom Random { get; }

    public Agenda Agenda { get; }

    public Pump Pump { get; }

    public Network Network { get; }

    public Trace Trace { get; }

    /// <summary>Time for whoever is never killed.</summary>
    public SimulatedTime Time { get; }

    public FaultInjector Faults { get; }

    public Oracle Oracle { get; } = new();

    public ServerProfile Profile { get; set; } = new();

    public List<SimulatedNode> Nodes { get; } = [];

    /// <summary>How often each thing happened, for the report.</summary>
    public SortedDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    public long NowUs => Agenda.NowUs;

    public SimulatedNode Add(Member member)
    {
        var node = new SimulatedNode(this, member, Nodes.Count);
        Nodes.Add(node);
        _byName[member.Name] = node;
        return node;
    }

    public SimulatedNode? Find(Member member) => _byName.GetValueOrDefault(member.Name);

    public SimulatedNode? FindAt(string ip, int port) =>
        Nodes.FirstOrDefault(node => node.Ip == ip && node.Member.Port == port);

    public Identity? FindIdentity(ReadOnlySpan<char> id)
    {
        foreach (var identity in _identities)
        {
            if (id.SequenceEqual(identity.Text)) return identity;
        }
        return null;
    }

    /// <summary>The id of that number.</summary>
    public Identity IdentityAt(int index) => _identities[index];

    public Identity NewIdentity(SimulatedNode node)
    {
        var identity = new Identity(_identities.Count, NewId(), node);
        _identities.Add(identity);
        return identity;
    }

    /// <summary>40 hexadecimal digits.</summary>
    public string NewId() => $"{Random.Bits():x16}{Random.Bits():x16}{Random.Bits() & 0xFFFFFFFF:x8}";

    public void Count(string what) => Counts[what] = Counts.GetValueOrDefault(what) + 1;

    /// <summary>Goes on for a while.</summary>
    public void Pass(TimeSpan time) =>
        Pump.Until(() => false, NowUs + (long)time.TotalMicroseconds);
}
