namespace RedisInfra.Admin.Tests.Simulation.Engine;

/// <summary>Who reaches whom, and how long it takes. Places are the nodes by number, and two more.</summary>
internal sealed class Network(Agenda agenda, SeededRandom random)
{
    /// <summary>Where the process that moves slots is.</summary>
    public const int Us = 60;

    /// <summary>Where clients are.</summary>
    public const int Clients = 61;

    private const int PlaceCount = 62;
    private readonly long[,] _lastArrival = new long[PlaceCount, PlaceCount];
    private readonly bool[,] _cut = new bool[PlaceCount, PlaceCount];

    /// <summary>The most that a message takes when nothing is wrong.</summary>
    public int SpreadUs { get; set; } = 400;

    public bool Reaches(int from, int to) => !_cut[from, to];

    public void Cut(int one, int other) => _cut[one, other] = _cut[other, one] = true;

    public void Heal(int one, int other) => _cut[one, other] = _cut[other, one] = false;

    public void HealAll() => Array.Clear(_cut);

    public int LatencyUs() => 100 + random.Below(SpreadUs);

    /// <summary>The same over one link, as TCP does it: what was sent first arrives first.</summary>
    public void SendInOrder(int from, int to, Action arrive)
    {
        if (!Reaches(from, to)) return;
        _lastArrival[from, to] = Math.Max(_lastArrival[from, to] + 1, agenda.NowUs + LatencyUs());
        agenda.At(_lastArrival[from, to], arrive);
    }

    /// <summary>Does something at the other end, unless the way there is cut when it sets out.</summary>
    public void Send(int from, int to, Action arrive)
    {
        if (Reaches(from, to)) agenda.After(LatencyUs(), arrive);
    }
}
