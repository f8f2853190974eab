using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Tests.Ring;

public sealed class RingMoveStartTests
{
    private const string Ours = "ours";

    [Theory]
    [InlineData(null, null, RingMovePhase.None)]
    [InlineData("copying", null, RingMovePhase.Copying)]
    [InlineData("copying", "stopping", RingMovePhase.Stopping)]
    [InlineData("switched", "stopping", RingMovePhase.Switched)]
    public void Of_Marks_TheHighestCounts(string? one, string? two, RingMovePhase expected) =>
        Assert.Equal(expected, RingMoveStart.Of(Ours, Marks(Ours, one, two), isUndo: false).Phase);

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("copying:1", "switched:1", false)]
    [InlineData("copying:1", null, true)]
    [InlineData("copying:1", "switched:2", true)]
    public void Of_NotesThatDoNotAgree_AreDoubtful(string? one, string? two, bool expected)
    {
        var begun = RingMoveStart.Of(Ours, Marks(Ours, one, two), isUndo: false);

        Assert.Equal(expected, begun.IsDoubtful);
    }

    [Fact]
    public void Of_AnotherMove_RefusesAndNamesIt()
    {
        var refused = Assert.Throws<DiagnosticException>(
            () => RingMoveStart.Of(Ours, Marks("other", "copying", null), isUndo: false));

        Assert.StartsWith(
            "RI3444 servers s0: another move has begun there (other, copying), but", refused.Message);
    }

    [Fact]
    public void Of_UndoOfWhatIsSwitched_Refuses()
    {
        var refused = Assert.Throws<DiagnosticException>(
            () => RingMoveStart.Of(Ours, Marks(Ours, "copying", "switched"), isUndo: true));

        Assert.StartsWith("RI3446 servers s1: the new proxies may serve already, but", refused.Message);
    }

    [Theory]
    [InlineData(RingMovePhase.Copying)]
    [InlineData(RingMovePhase.Stopping)]
    [InlineData(RingMovePhase.Switched)]
    public void Read_AWord_IsThePhase(RingMovePhase phase) =>
        Assert.Equal(phase, RingMoveStart.Read(RingMoveStart.Word(phase)));

    private static ImmutableArray<(Member Server, RingMoveMark? Mark)> Marks(
        string fingerprint, params string?[] phases) =>
    [
        .. phases.Select((phase, i) => (new Member($"s{i}", i, 0, "h", 1 + i),
            phase is null ? null : new RingMoveMark(fingerprint, RingMoveStart.Read(phase.Split(':')[0]),
                phase.Split(':')[^1]))),
    ];
}
