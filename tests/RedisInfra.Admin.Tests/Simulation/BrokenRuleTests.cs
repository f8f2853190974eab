using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Tests.Simulation.Broken;
using RedisInfra.Admin.Tests.Simulation.Commands;
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
    public void Simulation_CommitAtTheSourceFirst_Fails() =>
        AssertFails(process => new CommitsAtSourceFirst(process), first: 120);

    [Fact]
    public void Simulation_OpenSlotsThatAreOverlooked_Fails() =>
        AssertFails(process => new OverlooksOpenSlots(process));

    [Fact]
    public void Simulation_MigrateThatNeverReplaces_Fails() =>
        AssertFails(process => new NeverReplaces(process), first: 78);

    [Fact]
    public void Simulation_KeysThatOthersHoldAreOverlooked_Fails() =>
        AssertFails(process => new GuessesWhoseKeys(process), first: 80);

    [Fact]
    public void Simulation_MastersThatMayFollow_Fails() => AssertFails(process => new LetsMastersFollow(process));

    [Fact]
    public void Simulation_OtherRunsAreOverlooked_Fails() =>
        AssertFails(process => new OverlooksOthers(process), ScenarioKind.TwoRebalancers, first: 1150);

    [Fact]
    public void Simulation_FormingOverData_Fails() =>
        AssertFails(process => new FormsOverData(process), ScenarioKind.Form);

    [Fact]
    public void Simulation_MembersThatLeaveAndAreNotMadeFresh_Fails() =>
        AssertFails(process => new LeavesWithoutGoodbye(process), ScenarioKind.Drain);

    /// <summary>A command that it doesn't know fails a run: what is answered blindly isn't tried out.</summary>
    [Theory]
    [InlineData("CLIENT", "NO-SUCH")]
    [InlineData("CLUSTER", "NO-SUCH")]
    [InlineData("CONFIG", "NO-SUCH")]
    [InlineData("FUNCTION", "NO-SUCH")]
    [InlineData("NO-SUCH")]
    public void Simulation_ACommandThatItDoesNotKnow_FailsWithItsWords(params string[] words)
    {
        var result = new SimulationRun(1, broken: process => new SendsUnknown(process, words)).Play();
        Assert.Contains(result.Violations, found =>
            found.StartsWith(CommandTable.UnknownWords + string.Join(' ', words), StringComparison.Ordinal));
        Assert.NotNull(result.Failure);
    }

    /// <param name="broken">What breaks the rule.</param>
    /// <param name="kind">Where the rule counts; null for anywhere.</param>
    /// <param name="first">Not long before the first seed that shows it, so that the test is short.</param>
    private void AssertFails(Func<SimulatedProcess, INodes> broken, ScenarioKind? kind = null, ulong first = 1)
    {
        for (ulong seed = first; seed < first + Seeds; seed++)
        {
            var run = new SimulationRun(seed, broken: broken);
            if (kind is not null && run.Scenario.Kind != kind) continue;
            var result = run.Play();
            Assert.DoesNotContain(result.Violations, found =>
                found.StartsWith(BrokenNodes.Unbroken, StringComparison.Ordinal)
                || found.StartsWith(CommandTable.UnknownWords, StringComparison.Ordinal));
            if (result.Failure is null) continue;
            output.WriteLine($"seed {seed}: {result.Failure}");
            return;
        }
        Assert.Fail($"{Seeds} seeds pass although the rule is broken");
    }
}
