using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Tests.Rebalancing;

public sealed class RebalanceOrderTests
{
    [Fact]
    public void Plan_TwoNewMasters_FillEvenlyFromAlternatingSources()
    {
        var cluster = StandingCluster.Even(4);
        cluster.AddShard();
        cluster.AddShard();

        var moves = cluster.Steps(cluster.Request()).Moves;

        for (int i = 0; i + 1 < moves.Length; i++)
        {
            Assert.NotEqual(moves[i].From, moves[i + 1].From);
            Assert.NotEqual(moves[i].To, moves[i + 1].To);
        }
    }

    /// <summary>Nobody gets a second part of a leaving master's slots before all others have got a first.</summary>
    [Fact]
    public void Plan_MastersThatLeave_AreNotDrainedOntoOneFirst()
    {
        var cluster = StandingCluster.Even(8);

        var moves = cluster.Steps(cluster.Request("d-0", "e-0")).Moves;

        var takers = moves.Select(move => move.To.Name).Distinct().Count();
        Assert.Equal(6, takers);
        Assert.Equal(6, moves.Take(6).Select(move => move.To.Name).Distinct().Count());
    }

    /// <summary>In one round nobody takes twice; then whoever has got less of its part comes first.</summary>
    [Fact]
    public void Of_SeveralMoves_InRoundsAndByWhatWasGot()
    {
        SlotMove[] moves = [Move("a", "d", 21), Move("b", "d", 9), Move("c", "e", 8), Move("f", "e", 5)];

        Assert.Equal(["a d", "c e", "f e", "b d"],
            MoveOrder.Of(moves).Select(move => $"{move.From.Name} {move.To.Name}"));
    }

    [Fact]
    public void Plan_ARunBetweenTwoThatNeedSlots_IsSharedFromBothSides()
    {
        var cluster = StandingCluster.Even(4);

        cluster.Apply(cluster.Steps(cluster.Request("b-0")));

        Assert.Equal("0-5461", cluster["a-0"].Slots.ToString());
        Assert.Equal("6827-12287", cluster["c-0"].Slots.ToString());
        Assert.Equal("5462-6826,12288-16383", cluster["d-0"].Slots.ToString());
    }

    /// <summary>What no neighbour takes goes to whoever needs most, one run to one master.</summary>
    [Fact]
    public void Plan_RunsWithoutANeighbour_GoToWhoeverNeedsMost()
    {
        var cluster = StandingCluster.Even(3);
        cluster.AddShard();
        cluster.AddShard();
        var request = cluster.Request();
        request = request with { Desired = request.Desired.WithWeights([2, 2, 2, 1, 1]) };

        var moves = cluster.Steps(request).Moves;

        Assert.Equal(4, moves.Length);
        Assert.Equal(2048, moves.Where(move => move.To.Name == "d-0").Sum(move => move.Slots.Count));
    }

    [Theory]
    [InlineData(900, 100, 0)]
    [InlineData(1000, 0, 100)]
    [InlineData(3, 997, 0)]
    [InlineData(1000, 0, 997)]
    public void Plan_AThousandMasters_LooksAtEachRunOfSlotsAFewTimes(int shards, int added, int leaving)
    {
        var cluster = StandingCluster.Even(shards);
        for (int i = 0; i < added; i++) cluster.AddShard();
        var request = cluster.Request([.. cluster.Nodes.Skip(1).Take(leaving).Select(node => node.Member.Name)]);
        var situation = RebalanceSituation.Of(cluster.Observe(request), request);

        var draft = RebalanceDraft.Of(situation, ViewScan.Of(situation), Model.Observation.ClusterLoad.Empty);

        int runs = draft.Moves.Sum(move => move.Slots.Ranges.Count());
        Assert.InRange(draft.Looks, 1, 4 * runs + 2 * shards);
        Assert.InRange(draft.Moves.Length, 1, shards + added + SlotRange.SlotCount / 16 + 1000);
        cluster.Apply(cluster.Steps(request));
        Assert.IsType<RebalanceResult.Balanced>(cluster.Plan(request));
    }

    private static SlotMove Move(string from, string to, int slots) => new(
        new Member(from, 0, 0, "127.0.0.1", 7000), new Member(to, 1, 0, "127.0.0.1", 7001),
        SlotSet.Of(new SlotRange(0, slots - 1)), 0, 0, "");
}
