using System.Collections.Immutable;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Tests.Rebalancing;

/// <summary>A wrong plan never leaves the planner: each of these would be a bug of ours.</summary>
public sealed class RebalanceInvariantsTests
{
    private readonly RebalanceDraft _draft = Draft();

    [Fact]
    public void CheckExit_ThePlanItself_Passes() => Check(_draft.Moves);

    [Fact]
    public void CheckExit_AMoveIsMissing_Throws() => AssertBug("slots instead of 4096", _draft.Moves.RemoveAt(0));

    [Fact]
    public void CheckExit_SlotsThatTheSourceDoesNotOwn_Throws() => AssertBug("a-0 would give slot 16000, which it "
        + "doesn't own", Changed("a-0", move => move with { Slots = move.Slots.Union(SlotSet.Parse("16000")) }));

    [Fact]
    public void CheckExit_AnEmptyMove_Throws() =>
        AssertBug("is empty", Changed("a-0", move => move with { Slots = SlotSet.Empty }));

    [Fact]
    public void CheckExit_TwoMovesOfAPair_Throws() => AssertBug("two moves go from", _draft.Moves.Add(_draft.Moves[0]));

    [Fact]
    public void CheckExit_ASlotMore_Throws()
    {
        var move = _draft.Moves.Single(move => move.From.Name == "a-0");
        int another = _draft.Situation.Parties[0].Owned.Except(move.Slots).First();

        AssertBug("would own", Changed("a-0", move => move with
        {
            Slots = move.Slots.Union(SlotSet.OfSlots(another)),
        }));
    }

    private static RebalanceDraft Draft()
    {
        var cluster = StandingCluster.Even(3);
        cluster.AddShard();
        var request = cluster.Request();
        var situation = RebalanceSituation.Of(cluster.Observe(request), request);
        return RebalanceDraft.Of(situation, ViewScan.Of(situation), ClusterLoad.Empty);
    }

    private ImmutableArray<SlotMove> Changed(string from, Func<SlotMove, SlotMove> change) =>
        [.. _draft.Moves.Select(move => move.From.Name == from ? change(move) : move)];

    private void Check(IEnumerable<SlotMove> moves) =>
        RebalanceInvariants.CheckExit(_draft.Situation.Parties, _draft.Quotas, moves);

    private void AssertBug(string what, IEnumerable<SlotMove> moves)
    {
        var bug = Assert.Throws<InvalidOperationException>(() => Check(moves));
        Assert.StartsWith("bug in RedisInfra: ", bug.Message);
        Assert.Contains(what, bug.Message);
    }
}
