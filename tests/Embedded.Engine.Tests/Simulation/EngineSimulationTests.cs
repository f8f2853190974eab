using FsCheck;
using FsCheck.Fluent;

namespace Embedded.Engine.Tests.Simulation;

/// <summary>
/// Random programs, an earlier state, one operation and a mishap in it: the state that is left loads and is sound,
/// nothing is orphaned or made twice, and the next up makes the cloud equal to the program.
/// </summary>
public sealed class EngineSimulationTests
{
    private const int CasesPerSeed = 80;

    /// <summary>
    /// Seeds that found something once, and a fresh one each time; a failure names the seed to add here.
    /// </summary>
    public static TheoryData<ulong> Seeds =>
        [1, 2, 3, 4, (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Operation_WithMishap_NextUpConverges(ulong seed)
    {
        var cases = SimulationCase.Generator.Sample(CasesPerSeed, new Rnd(seed, 1), CasesPerSeed).ToList();
        for (var i = 0; i < cases.Count; i++)
        {
            try
            {
                await new Simulator(cases[i]).PlayAsync();
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, case {i}: {cases[i].Operation}, {cases[i].Mishap} at {cases[i].At}: {e}");
            }
        }
    }
}
