using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Tests.Simulation.Clients;
using RedisInfra.Admin.Tests.Simulation.Data;
using RedisInfra.Admin.Tests.Simulation.Engine;
using RedisInfra.Admin.Tests.Simulation.Nodes;
using RedisInfra.Admin.Tests.Simulation.Processes;

namespace RedisInfra.Admin.Tests.Simulation.Runs;

/// <summary>
/// One run: a cluster, clients, our real code, and faults; then no more faults, and our code again until all is as it
/// should be; then a look at everything.
/// </summary>
internal sealed class SimulationRun
{
    private const int FaultyAttempts = 4;
    private const int QuietAttempts = 5;
    private static readonly TimeSpan s_attemptWithin = TimeSpan.FromMinutes(10);
    private static readonly string[] s_justified = ["RI3211", "RI3212", "RI3213", "RI3251"];
    private readonly World _world;
    private readonly List<Attempt> _attempts = [];
    private readonly Func<SimulatedProcess, INodes>? _broken;

    public SimulationRun(ulong seed, bool isTraced = false, Func<SimulatedProcess, INodes>? broken = null)
    {
        Seed = seed;
        _world = new World(seed, isTraced);
        Scenario = new ScenarioSource(_world.Random.Fork()).Draw();
        _broken = broken;
    }

    public ulong Seed { get; }

    public Scenario Scenario { get; }

    public RunResult Play()
    {
        using var entered = _world.Pump.Enter();
        try
        {
            return Result(Run());
        }
        catch (SimulationEscapedException exception)
        {
            return Result(exception.Message);
        }
    }

    /// <summary>What is wrong, or null.</summary>
    private string? Run()
    {
        _world.Count($"run: {Scenario.Kind}");
        if (Scenario.Kind == ScenarioKind.Form) WorldBuilder.AddFreshNodes(_world, Scenario);
        else WorldBuilder.AddCluster(_world, Scenario);
        if (Scenario.HalfMovedSlots > 0) HalfMoves.Make(_world, Scenario.HalfMovedSlots);
        var traffic = new ClientTraffic(_world, Scenario.Clients, Favourites()) { PauseUs = Scenario.ClientPauseUs };
        traffic.Start();
        _world.Faults.Plan(Scenario.Faults);
        _world.Faults.TransferFaultsPerMille = Scenario.TransferFaultsPerMille;
        _world.Faults.IsOn = true;
        for (int i = 0; i < FaultyAttempts; i++)
        {
            bool isDone = Try(Scenario.Kind == ScenarioKind.TwoRebalancers).End == AttemptEnd.Balanced;
            // What has been formed is looked at again, with whatever clients and faults have made of it.
            if (isDone && Scenario.Kind != ScenarioKind.Form) break;
            _world.Pass(TimeSpan.FromMilliseconds(_world.Random.Below(3000)));
        }
        _world.Faults.Stop();
        _world.Pass(TimeSpan.FromMilliseconds(Scenario.Profile.NodeTimeoutMs * 3 + 8000));
        bool isBalanced = false;
        bool isRefused = false;
        for (int i = 0; i < QuietAttempts && !isBalanced && !isRefused; i++)
        {
            var attempt = Try(withAnother: false);
            isBalanced = attempt.End == AttemptEnd.Balanced;
            isRefused = attempt.End == AttemptEnd.Refused && IsJustified(attempt.Message);
            if (attempt.Message.Contains("RI3255", StringComparison.Ordinal)) KillLeftClients();
        }
        if (isBalanced && Scenario.Kind == ScenarioKind.Drain) StartAgain();
        traffic.Stop();
        _world.Pass(TimeSpan.FromSeconds(5));
        foreach (var attempt in _attempts.Where(attempt => attempt.End == AttemptEnd.Broken))
            _world.Oracle.Violations.Add(attempt.Message);
        AtRest.Check(_world, Scenario, isBalanced);
        if (!isBalanced && !isRefused) return "it doesn't converge";
        return _world.Oracle.Violations.Count > 0 ? _world.Oracle.Violations[0] : null;
    }

    /// <summary>
    /// Whether it may refuse: two nodes have keys of one slot, and it happened that a node lost what it had said was
    /// done, by a restart or a failover. Nothing in the cluster tells then which keys are right.
    /// </summary>
    private bool IsJustified(string message)
    {
        bool hasLost = _world.Counts.ContainsKey("failover") || _world.Counts.ContainsKey("fault: node killed");
        string? code = Scenario.Occupied >= 0
            ? message.Contains("RI3013", StringComparison.Ordinal) ? "RI3013" : null
            : s_justified.FirstOrDefault(code => hasLost && message.Contains(code, StringComparison.Ordinal));
        if (hasLost && HoldsTheLast(message)) code = "RI3315";
        if (hasLost && HoldsStranded(message)) code = "RI3256";
        if (code is null) return false;
        _world.Count($"end: refused, {code}");
        return true;
    }

    /// <summary>Whether the member that is named really has a key which its slot's owner doesn't have.</summary>
    private bool HoldsTheLast(string message) => message.Contains("RI3315", StringComparison.Ordinal)
        && _world.Nodes.Any(node => node is { IsMaster: true, View.Myself.SlotCount: 0 }
            && message.Contains($"member {node}:", StringComparison.Ordinal)
            && Strays.Keys(node).Any(key => !Strays.IsAtOwner(_world, key)));

    /// <summary>Whether a member that is named really has a key that neither is its own nor at its owner.</summary>
    private bool HoldsStranded(string message) => message.Contains("RI3256", StringComparison.Ordinal)
        && _world.Nodes.Any(node => node.IsMaster && message.Contains($"member {node}:", StringComparison.Ordinal)
            && Strays.Keys(node).Any(key => !node.View.IsMine(SimulatedKeys.Slot(key))
                && !Strays.IsAtOwner(_world, key)));

    /// <summary>
    /// What the refusal says: connections of processes that are gone, which their nodes never heard of. That of a
    /// process which still runs stays, and so does the refusal.
    /// </summary>
    private void KillLeftClients()
    {
        _world.Count("client killed by hand, as a refusal says");
        foreach (var node in _world.Nodes) node.Connections.RemoveAll(connection => connection.IsLeft);
    }

    /// <summary>Slots of small shards: they are what moves.</summary>
    private IEnumerable<int> Favourites()
    {
        const int Small = 200;
        return _world.Nodes.Where(node => node.View.Myself.SlotCount is > 0 and < Small)
            .SelectMany(node => SlotClaim.Slots(node.View.Myself.Bits)).ToList();
    }

    /// <summary>Who has left is started again with its disk, after a while without it: it must stay away.</summary>
    private void StartAgain()
    {
        var left = _world.Nodes.Where(node => !Scenario.Stays(node.Member)).ToList();
        left.ForEach(node => node.Crash());
        _world.Pass(TimeSpan.FromMilliseconds(Scenario.Profile.NodeTimeoutMs * 3));
        left.ForEach(node => node.Restart());
    }

    /// <summary>One process, or two at once.</summary>
    private Attempt Try(bool withAnother)
    {
        var first = new SimulatedAttempt(_world, Scenario, isSecond: false, _broken);
        var second = withAnother ? new SimulatedAttempt(_world, Scenario, isSecond: true, _broken) : null;
        long deadlineUs = _world.NowUs + (long)s_attemptWithin.TotalMicroseconds;
        if (second is not null) second.StartWithin(_world.Random.Pick([1_000, 100_000, 3_000_000]));
        first.Start();
        _world.Pump.Until(() => first.IsOver && second?.IsOver != false, deadlineUs);
        var end = first.End();
        _attempts.Add(end);
        if (second?.End() is not { } other) return end;
        _attempts.Add(other);
        return end.End == AttemptEnd.Balanced ? other : end;
    }

    private RunResult Result(string? failure) => new()
    {
        Seed = Seed,
        Scenario = Scenario,
        Failure = failure,
        Attempts = [.. _attempts],
        Violations = [.. _world.Oracle.Violations],
        Conflicts = [.. _world.Oracle.Conflicts],
        Counts = _world.Counts,
        VirtualTime = TimeSpan.FromMicroseconds(_world.NowUs - World.StartUs),
        Trace = _world.Trace.ToString(),
    };
}
