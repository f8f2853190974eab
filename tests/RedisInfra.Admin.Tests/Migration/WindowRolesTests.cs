using RedisInfra.Admin.Migration;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Migration;

public sealed class WindowRolesTests
{
    private const string Source = "a";
    private const string Destination = "b";
    private const string Third = "c";

    [Theory]
    [InlineData(5, 5, true)]
    [InlineData(5, 6, true)]
    [InlineData(6, 5, false)] // it would choose 6 or less and lose the slots to the source's next heartbeat
    public void EpochProblem_DestinationOfTheSourcesEpoch_NeedsToHaveHeardOfIt(int own, int heard, bool isKnown)
    {
        var problem = WindowRoles.EpochProblem(
            [.. Nodes(Line(Source, own, "1-9", isMyself: true), Line(Destination, 2, ""))],
            [.. Nodes(Line(Source, heard, "1-9"), Line(Destination, 2, "", isMyself: true))], Window(1));
        Assert.Equal(isKnown ? null : "b-0-0 hasn't heard of a-0-0's config epoch 6", problem);
    }

    [Fact]
    public void EpochProblem_DestinationThatDoesNotKnowTheSource_IsOne() =>
        Assert.NotNull(WindowRoles.EpochProblem(
            [.. Nodes(Line(Source, 5, "1-9", isMyself: true))],
            [.. Nodes(Line(Destination, 2, "", isMyself: true))], Window(1)));

    [Theory]
    [InlineData(5, "master", "a-0-0 and cccccccc have the same config epoch 5; they will agree")]
    [InlineData(5, "master,fail", null)] // it says nothing that the source would have to agree with
    [InlineData(5, "slave", null)] // the epoch is its master's
    [InlineData(4, "master", null)]
    public void EpochProblem_SourceThatSharesItsEpoch_HasToChooseAnotherFirst(int other, string flags, string? problem)
    {
        string third = Line(Third, other, "").Replace(" master ", $" {flags} ");
        Assert.Equal(problem, WindowRoles.EpochProblem(
            [.. Nodes(Line(Source, 5, "1-9", isMyself: true), Line(Destination, 2, ""), third)],
            [.. Nodes(Line(Source, 5, "1-9"), Line(Destination, 2, "", isMyself: true))], Window(1)));
    }

    [Theory]
    [InlineData("1-9", "", 3, true, "")] // it was told
    [InlineData("1-4", "", 3, true, "5")] // nobody's
    [InlineData("1-4", "5-9", 3, true, "5")] // an older owner's
    [InlineData("1-4", "5-9", 7, true, "")] // the owner is newer than the source: that may be right
    [InlineData("1-4", "", 3, false, "")] // only what was left open is told
    public void Untold_SlotThatTheDestinationGivesToAnother_IsToldOnlyWhatItWouldBelieve(
        string sources, string thirds, int thirdEpoch, bool isResumed, string untold)
    {
        var records = Nodes(Line(Source, 6, sources), Line(Third, thirdEpoch, thirds),
            Line(Destination, 2, "", isMyself: true));
        Assert.Equal(untold, string.Join(',', WindowRoles.Untold([.. records], Window(5) with
        {
            IsResumed = isResumed,
        })));
    }

    [Fact]
    public void Untold_SlotThatTheDestinationOwnsItself_IsLeft() =>
        Assert.Empty(WindowRoles.Untold(
            [.. Nodes(Line(Source, 6, "1-4"), Line(Destination, 2, "5", isMyself: true))],
            Window(5) with { IsResumed = true }));

    private static SlotWindow Window(int slot) =>
        new(Named(Source), Id(Source), Named(Destination), Id(Destination), [slot], 100);

    private static Member Named(string name) => new($"{name}-0-0", 0, 0, "127.0.0.1", 7000 + name[0]);

    private static NodeId Id(string name) => NodeId.Parse(new string(name[0], 40));

    private static IEnumerable<NodeRecord> Nodes(params string[] lines) =>
        ClusterNodesText.Parse(string.Join('\n', lines));

    private static string Line(string name, int epoch, string slots, bool isMyself = false) =>
        $"{new string(name[0], 40)} 127.0.0.1:{7000 + name[0]}@{17000 + name[0]} "
        + $"{(isMyself ? "myself," : "")}master - 0 0 {epoch} connected {slots}";
}
