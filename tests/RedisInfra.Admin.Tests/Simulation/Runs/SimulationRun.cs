using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Tests.Simulation.Clients;
using RedisInfra.Admin.Tests.Simulation.Engine;
using RedisInfra.Admin.Tests.Simulation.Nodes;
using RedisInfra.Admin.Tests.Simulation.Processes;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Admin.Tests.Simulation.Runs;

/// <summary>
/// One run: a cluster, clients, the real Rebalancer, and faults; then no more faults, and the Rebalancer again until
/// all is as it should be; then a look at everything.
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
        WorldBuilder.AddCluster(_world, Scenario);
        if (Scenario.HalfMovedSlots > 0) HalfMoves.Make(_world, Scenario.HalfMovedSlots);
        var traffic = new ClientTraffic(_world, Scenario.Clients, Favourites()) { PauseUs = Scenario.ClientPauseUs };
        traffic.Start();
        _world.Faults.Plan(Scenario.Faults);
        _world.Faults.TransferFaultsPerMille = Scenario.TransferFaultsPerMille;
        _world.Faults.IsOn = true;
        for (int i = 0; i < FaultyAttempts; i++)
        {
            if (Try().End == AttemptEnd.Balanced) break;
            _world.Pass(TimeSpan.FromMilliseconds(_world.Random.Below(3000)));
        }
        _world.Faults.Stop();
        _world.Pass(TimeSpan.FromMilliseconds(Scenario.Profile.NodeTimeoutMs * 3 + 8000));
        bool isBalanced = false;
        bool isRefused = false;
        for (int i = 0; i < QuietAttempts && !isBalanced && !isRefused; i++)
        {
            var attempt = Try();
            isBalanced = attempt.End == AttemptEnd.Balanced;
            isRefused = attempt.End == AttemptEnd.Refused && IsJustified(attempt.Message);
        }
        traffic.Stop();
        _world.Pass(TimeSpan.FromSeconds(5));
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
        string? code = s_justified.FirstOrDefault(code => message.Contains(code, StringComparison.Ordinal));
        bool hasLost = _world.Counts.ContainsKey("failover") || _world.Counts.ContainsKey("fault: node killed");
        if (code is null || !hasLost) return false;
        _world.Count($"end: refused, {code}");
        return true;
    }

    /// <summary>Slots of small shards: they are what moves.</summary>
    private IEnumerable<int> Favourites()
    {
        const int Small = 200;
        return _world.Nodes.Where(node => node.View.Myself.SlotCount is > 0 and < Small)
            .SelectMany(node => SlotClaim.Slots(node.View.Myself.Bits)).ToList();
    }

    private Attempt Try()
    {
        using var process = new SimulatedProcess(_world);
        _world.Trace.Say("a Rebalancer starts");
        var options = Scenario.Options with { Say = _world.Trace.IsOn ? _world.Trace.Say : null };
        var nodes = _broken?.Invoke(process) ?? process;
        var task = new Rebalancer(nodes, Scenario.Request, options).RunAsync(process.Cancelled);
        bool isOver = _world.Pump.Until(
            () => task.IsCompleted || !process.IsAlive, _world.NowUs + (long)s_attemptWithin.TotalMicroseconds);
        var attempt = task.IsCompleted ? Of(task) : new Attempt(isOver ? AttemptEnd.Killed : AttemptEnd.Unfinished, "");
        process.End();
        _world.Trace.Say(attempt.ToString());
        _world.Count($"attempt: {attempt.End}");
        _attempts.Add(attempt);
        return attempt;
    }

    private static Attempt Of(Task task) => task.Exception?.InnerException switch
    {
        null when task.IsCompletedSuccessfully => new Attempt(AttemptEnd.Balanced, ""),
        null => new Attempt(AttemptEnd.Stopped, "cancelled"),
        MoveStoppedException stopped => new Attempt(AttemptEnd.Stopped, stopped.Message),
        DiagnosticException refused => new Attempt(AttemptEnd.Refused, refused.Message),
        SimulationEscapedException escaped => throw escaped,
        var other => new Attempt(AttemptEnd.Stopped, $"unexpected {other}"),
    };

    private RunResult Result(string? failure) => new()
    {
        Seed = Seed,
        Scenario = Scenario,
        Failure = failure,
        Attempts = [.. _attempts],
        Violations = [.. _world.Oracle.Violations],
        Conflicts = [.. _world.Oracle.Conflicts],
        Counts = _world.Counts,
        VirtualTime = TimeSpan.FromMicroseconds(_world.NowUs),
        Trace = _world.Trace.ToString(),
    };
}
