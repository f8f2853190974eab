using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Tests.Simulation.Broken;
using RedisInfra.Admin.Tests.Simulation.Processes;
using RedisInfra.Admin.Tests.Simulation.Runs;
using Xunit.Abstractions;

namespace RedisInfra.Admin.Tests.Simulation;

/// <summary>
/// The same executor, made to break one rule (docs/moving-slots.md), must fail within a few seeds that it passes
/// otherwise: the simulation sees what the rules are there for.
/// </summary>
public sealed class BrokenRuleTests(ITestOutputHelper output)
{
    private const int Seeds = 150;

    [Fact]
    public void Simulation_CommitWithoutLookingForKeys_Fails() =>
        AssertFails(process => new CommitsWithoutLooking(process));

    [Fact]
    public void Simulation_CommitAtTheSourceFirst_Fails() => AssertFails(process => new CommitsAtSourceFirst(process));

    [Fact]
    public void Simulation_OpenSlotsThatAreOverlooked_Fails() =>
        AssertFails(process => new OverlooksOpenSlots(process));

    [Fact]
    public void Simulation_MigrateThatNeverReplaces_Fails() => AssertFails(process => new NeverReplaces(process));

    private void AssertFails(Func<SimulatedProcess, INodes> broken)
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            var result = new SimulationRun(seed, broken: broken).Play();
            if (result.Failure is null) continue;
            output.WriteLine($"seed {seed}: {result.Failure}");
            return;
        }
        Assert.Fail($"{Seeds} seeds pass although the rule is broken");
    }
}
