using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Departure;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Tests.Simulation.Engine;
using RedisInfra.Model.Departure;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Admin.Tests.Simulation.Runs;

/// <summary>What a process of ours runs: the product's own code.</summary>
internal static class Work
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(50);

    public static Task Start(
        Scenario scenario, INodes nodes, string runId, Trace trace, bool isSecond,
        CancellationToken cancellationToken)
    {
        var moves = scenario.Options with { RunId = runId, Say = trace.IsOn ? trace.Say : null };
        return scenario.Kind switch
        {
            ScenarioKind.Form => new ClusterFormer(nodes, scenario.Desired, new FormerOptions
            {
                SettlePoll = s_poll,
                StepDone = trace.IsOn ? step => trace.Say($"done: {step}") : null,
                Waiting = trace.IsOn ? trace.Say : null,
            }).FormAsync(cancellationToken),
            ScenarioKind.Drain => new ClusterDrainer(nodes, Departure(scenario), new DrainOptions
            {
                Moves = moves,
                Poll = s_poll,
                StepDone = trace.IsOn ? step => trace.Say($"done: {step}") : null,
                Waiting = trace.IsOn ? trace.Say : null,
            }).RunAsync(cancellationToken),
            _ => new Rebalancer(nodes, isSecond ? scenario.Other : scenario.Request, moves).RunAsync(cancellationToken),
        };
    }

    /// <summary>How a task that is over has ended.</summary>
    public static Attempt Of(Task task) => task.Exception?.InnerException switch
    {
        null when task.IsCompletedSuccessfully => new Attempt(AttemptEnd.Balanced, ""),
        null => new Attempt(AttemptEnd.Stopped, "cancelled"),
        MoveStoppedException or DrainStoppedException or FormationFailedException =>
            new Attempt(AttemptEnd.Stopped, task.Exception.InnerException.Message),
        DiagnosticException refused => new Attempt(AttemptEnd.Refused, refused.Message),
        SimulationEscapedException escaped => throw escaped,
        var other => new Attempt(AttemptEnd.Broken, other.ToString()),
    };

    private static DepartureRequest Departure(Scenario scenario) => new(scenario.Desired, scenario.Leaving);
}
