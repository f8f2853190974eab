using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Tests.Simulation.Processes;

namespace RedisInfra.Admin.Tests.Simulation.Runs;

/// <summary>A process of ours from its start to its end.</summary>
internal sealed class SimulatedAttempt(
    World world, Scenario scenario, bool isSecond, Func<SimulatedProcess, INodes>? broken)
{
    private readonly SimulatedProcess _process = new(world);
    private Task? _task;

    public bool IsOver => _task is { IsCompleted: true } || !_process.IsAlive;

    public void Start()
    {
        world.Trace.Say(isSecond ? "another process starts" : "a process starts");
        var nodes = broken?.Invoke(_process) ?? _process;
        _task = Work.Start(scenario, nodes, _process.RunId, world.Trace, isSecond, _process.Cancelled);
    }

    /// <summary>Starts it somewhat later.</summary>
    public void StartWithin(int mostUs) => world.Agenda.After(world.Random.Below(mostUs), Start);

    /// <summary>It is over now, whether or not it had come to its end.</summary>
    public Attempt End()
    {
        bool isKilled = !_process.IsAlive;
        var attempt = _task is { IsCompleted: true } task ? Work.Of(task)
            : new Attempt(isKilled ? AttemptEnd.Killed : AttemptEnd.Unfinished, "");
        _process.End();
        _process.Dispose();
        world.Trace.Say(attempt.ToString());
        world.Count($"attempt: {attempt.End}");
        return attempt;
    }
}
