using RedisInfra.Admin.Tests.Simulation.Bus;
using RedisInfra.Admin.Tests.Simulation.Data;
using RedisInfra.Admin.Tests.Simulation.Processes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Nodes;

/// <summary>
/// One redis-server: a single thread that does one thing at a time, a view of the cluster, data. A restart keeps the
/// view and, by its profile, the data.
/// </summary>
internal sealed class SimulatedNode
{
    private const long LossUs = 1_000_000;
    private const long ActiveExpireEvery = 8;

    private readonly Queue<Action> _waiting = new();
    private bool _isBusy;
    private bool _isDraining;
    private bool _isCronWaiting;
    private int _cron;
    private string? _text;
    private int _textVersion = -1;

    public SimulatedNode(World world, Member member, int place)
    {
        (World, Member, Place) = (world, member, place);
        Ip = $"10.0.0.{place + 1}";
        View = new ClusterView(world.NewIdentity(this));
        NodeTimeoutMs = world.Profile.NodeTimeoutMs;
        Failover = new FailoverState();
        Log = new ChangeLog();
    }

    public World World { get; }

    public Member Member { get; }

    /// <summary>Where it is in the network.</summary>
    public int Place { get; }

    public string Ip { get; }

    public ClusterView View { get; private set; }

    public Identity Id => View.Myself.Id;

    public bool IsMaster => View.Myself.IsMaster;

    public Dataset Data { get; set; } = new();

    /// <summary>The stream that the data is of, and how much of it: its own for a master.</summary>
    public ChangeLog Log { get; set; }

    public int LogEnd { get; set; }

    public Follower? Following { get; set; }

    public FailoverState Failover { get; private set; }

    public bool IsUp { get; private set; }

    /// <summary>Counts starts: what was under way to an earlier one is lost.</summary>
    public int Incarnation { get; private set; }

    public long LoadingUntilUs { get; set; }

    public bool IsLoading => World.NowUs < LoadingUntilUs;

    public bool IsStateOk { get; set; }

    public long FirstUpdateUs { get; set; }

    public long MinorityUs { get; set; }

    /// <summary>Masters with slots, as far as it knows.</summary>
    public int Size { get; set; }

    public long WritesPausedUntilUs { get; set; }

    public byte[] Functions { get; set; } = [];

    public int NodeTimeoutMs { get; set; }

    public bool AllowsReplicaMigration =>
        Settings.TryGetValue("cluster-allow-replica-migration", out string? value) ? value == "yes"
            : World.Profile.AllowsReplicaMigration;

    public long NodeTimeoutUs => NodeTimeoutMs * 1000L;

    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>Connections of our processes.</summary>
    public List<SimulatedConnection> Connections { get; } = [];

    /// <summary>How many connections it has ever had.</summary>
    public long Accepted { get; set; }

    /// <summary>What INFO commandstats counts.</summary>
    public int SetSlotCalls { get; set; }

    public int MigrateCalls { get; set; }

    public Atomic.SlotJobs Jobs { get; } = new();

    /// <summary>CLUSTER NODES, made anew when something changed.</summary>
    public string NodesText
    {
        get
        {
            if (_textVersion == View.Version) return _text!;
            _textVersion = View.Version;
            return _text = Commands.NodesText.Of(this);
        }
    }

    public void Start()
    {
        IsUp = true;
        Incarnation++;
        FirstUpdateUs = World.NowUs;
        Following?.Begin();
        ClusterState.Update(this);
        int incarnation = Incarnation;
        World.Agenda.After(World.Random.Below(ClusterCron.PeriodUs), () => Tick(incarnation));
    }

    /// <summary>kill -9.</summary>
    public void Crash()
    {
        if (!IsUp) return;
        World.Trace.Say($"{this} is killed");
        World.Count("fault: node killed");
        IsUp = false;
        Incarnation++;
        _isBusy = _isCronWaiting = false;
        _waiting.Clear();
        CrashedUs = World.NowUs;
        foreach (var connection in Connections) connection.Break();
        Connections.Clear();
        Jobs.NodeStopped(this);
        foreach (var other in World.Nodes)
        {
            if (other.View.Find(Id) is { } peer) peer.HasLink = false;
            other.View.Changed();
            if (other.Following?.Source == Id) other.Following.Disconnect();
        }
    }

    public long CrashedUs { get; private set; }

    /// <summary>Starts again, with what was on its disk.</summary>
    public void Restart()
    {
        if (IsUp) return;
        World.Trace.Say($"{this} starts again");
        Restarts.LoadData(this, LossUs);
        Restarts.LoadView(this);
        Failover = new FailoverState();
        Settings.Clear();
        SetSlotCalls = MigrateCalls = 0;
        LoadingUntilUs = World.NowUs + World.Random.Below(600_000);
        Start();
    }

    /// <summary>Lets the thread do something, now or when it is free.</summary>
    public void Receive(Action job)
    {
        if (!IsUp) return;
        if (_isBusy || _isDraining) _waiting.Enqueue(job);
        else Run(job);
    }

    /// <summary>The thread waits for something and does nothing else.</summary>
    public void Block() => _isBusy = true;

    /// <summary>The thread goes on: first with what it was at, then with what came meanwhile.</summary>
    public void Unblock(Action goOn)
    {
        _isBusy = false;
        Run(goOn);
    }

    public void Stall(long timeUs)
    {
        if (!IsUp || _isBusy) return;
        int incarnation = Incarnation;
        World.Trace.Say($"{this} stalls for {timeUs / 1000} ms");
        Block();
        World.Agenda.After(timeUs, () =>
        {
            if (incarnation == Incarnation) Unblock(() => { });
        });
    }

    /// <summary>A change that is replicated.</summary>
    public void Apply(ChangeKind kind, int key, int write, StoredValue? after)
    {
        if (after is null && kind is ChangeKind.Written or ChangeKind.Expired) NoteTwins(key, write);
        var change = new Change(kind, key, write, Data.Find(key), after, World.NowUs);
        change.Do(Data);
        Log.Changes.Add(change);
        LogEnd = Log.Changes.Count;
        // Redis itself goes on with slots that it has handed over when it doesn't hear of that for too long.
        bool isLate = kind == ChangeKind.Written && Jobs.IsHandedOver(this, SimulatedKeys.Slot(key));
        if (Log.IsSuperseded || isLate) World.Oracle.Lose(change);
        foreach (var node in World.Nodes)
        {
            if (node.Following is { IsOnline: true } follower && follower.Source == Id) follower.Poke();
        }
    }

    /// <summary>What it holds of a key; what has expired isn't there, and a master deletes it.</summary>
    public StoredValue? Look(int key)
    {
        if (Data.Find(key) is not { } value) return null;
        if (!value.IsExpired(World.NowUs)) return value;
        if (IsMaster) Apply(ChangeKind.Expired, key, value.Write, null);
        return null;
    }

    /// <summary>
    /// A MIGRATE without an answer leaves a key at both ends. When it then goes at one, nothing can tell afterwards
    /// that the other one's copy isn't a new value: Redis itself loses such a deletion, and what was before it.
    /// </summary>
    private void NoteTwins(int key, int write)
    {
        foreach (var other in World.Nodes)
        {
            if (other == this || !other.IsMaster || other.Data.Find(key) is not { } twin) continue;
            World.Count("deletion of a key that a broken MIGRATE had left at both ends");
            World.Oracle.Of(key).ExcuseAfter(twin.Write, write);
        }
    }

    /// <summary>Deletes the keys of a slot that it lost; replicas aren't told before Redis 8.4.</summary>
    public void Purge(int slot)
    {
        World.Count("keys of a lost slot deleted");
        foreach (int key in Data.KeysIn(slot).ToList())
        {
            World.Trace.Say($"{this} deletes {SimulatedKeys.Text(key)}, whose slot it lost");
            if (World.Profile.IsAtomic) Apply(ChangeKind.Trimmed, key, Data.Find(key)!.Value.Write, null);
            else Data.Remove(key);
        }
    }

    public void Reset(bool hard)
    {
        var before = Id;
        Jobs.NodeStopped(this);
        View = Restarts.Reset(this, hard);
        _textVersion = -1;
        if (!hard) return;
        foreach (var other in World.Nodes)
        {
            if (other.Following?.Source == before) other.Following.Disconnect();
        }
    }

    public override string ToString() => Member.Name;

    private void Run(Action job)
    {
        _isDraining = true;
        int incarnation = Incarnation;
        job();
        while (incarnation == Incarnation && !_isBusy && _waiting.TryDequeue(out var next)) next();
        _isDraining = false;
    }

    private void Tick(int incarnation)
    {
        if (incarnation != Incarnation) return;
        if (!_isCronWaiting)
        {
            _isCronWaiting = true;
            Receive(Cron);
        }
        World.Agenda.After(ClusterCron.PeriodUs, () => Tick(incarnation));
    }

    private void Cron()
    {
        _isCronWaiting = false;
        ClusterCron.Run(this, ++_cron);
        if (_cron % ActiveExpireEvery == 0 && IsMaster) ExpireSome();
    }

    private void ExpireSome()
    {
        foreach (int key in Data.Touched.Where(key => Data.Find(key)!.Value.IsExpired(World.NowUs)).ToList()) Look(key);
    }
}
