using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;

namespace RedisInfra.Model.Tests.Ring;

public sealed class RingPlannerTests
{
    [Fact]
    public void Plan_TheSameRingElsewhere_MovesNothing()
    {
        // Names decide; addresses and the order of lines don't.
        var to = Pools.Of("10.0.0.9:7000:1 cache-1", "10.0.0.8:7000:1 cache-0");

        var same = Assert.IsType<RingResult.Same>(RingPlanner.Plan(Pools.Numbered(2), to, null));

        Assert.Empty(same.Warnings);
    }

    [Fact]
    public void Plan_AServerJoins_EveryMoveGoesToIt()
    {
        var plan = Steps(Pools.Numbered(4), Pools.Numbered(5));

        Assert.Equal(4, plan.Moves.Length);
        Assert.All(plan.Moves, move => Assert.Equal(
            ("cache-4", "cache-4 joins the ring"), (move.To.Name, move.Reason)));
        Assert.Null(plan.TotalKeys);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void Plan_AServerLeaves_EveryMoveComesFromItAndItsAddressIsKnown()
    {
        var plan = Steps(Pools.Numbered(5), Pools.Numbered(4));

        Assert.Equal(4, plan.Moves.Length);
        Assert.All(plan.Moves, move => Assert.Equal(
            ("cache-4:6379", "cache-4 leaves the ring"), (move.From.Endpoint, move.Reason)));
    }

    /// <summary>109 servers have fewer points each than 108, so that those that stay change keys among them.</summary>
    [Fact]
    public void Plan_RoundingTakesPoints_MovesBetweenServersThatStay() => Assert.Contains(
        Steps(Pools.Numbered(108), Pools.Numbered(109)).Moves,
        move => move.To.Name != "cache-108" && move.Reason == "its place in the ring changes");

    /// <summary>A server that gets another name at its address is the same server with other keys.</summary>
    [Fact]
    public void Plan_AServerIsRenamed_NothingMovesFromItToItself()
    {
        var from = Pools.Of("h0:1:1", "h1:1:1");
        var to = Pools.Of("h0:1:1 a", "h1:1:1 b");

        var plan = Steps(from, to);

        Assert.All(plan.Moves, move => Assert.NotEqual(move.From.Endpoint, move.To.Endpoint));
        Assert.All(plan.Moves, move => Assert.Equal("its place in the ring changes", move.Reason));
    }

    [Fact]
    public void Plan_CountedKeys_AreTheMovesOwn()
    {
        var (from, to) = (Pools.Numbered(2), Pools.Numbered(3));
        var change = RingChange.Of(from, to);
        var moves = ImmutableDictionary<(int From, int To), long>.Empty.Add((0, 2), 10).Add((1, 2), 20);
        var load = new RingLoad(moves, [50, 40, 1], [0, 0, 1], [5000, 8000, 100]);

        var plan = Assert.IsType<RingResult.Steps>(RingPlanner.Plan(from, to, load)).Plan;

        Assert.Equal(["cache-0", "cache-1", "cache-2"], change.Members.Select(member => member.Name));
        Assert.Equal((91, 30, 1000 + 4000), (plan.TotalKeys, plan.Keys, plan.Bytes));
        Assert.Equal(
            "RI3437 pool \"cache\": keys are where the old ring doesn't put them: 1 at cache-2, but no client sees "
            + "them through a proxy with that ring, and they aren't among those that move. Look whether --from is what "
            + "the proxies have now; `redisinfra ring verify --to` that file names some.",
            Assert.Single(plan.Warnings).ToString());
    }

    [Fact]
    public void Plan_EverythingDoubtful_WarnsOfAllAtOnce()
    {
        var to = Pools.Numbered(3) with
        {
            Hash = RingHash.Crc32, HashTag = "{}", TimeoutMs = null, EjectsServers = true,
        };

        var plan = Steps(Pools.Numbered(3), to);

        Assert.Equal(["RI3434", "RI3431", "RI3435", "RI3436"], plan.Warnings.Select(warning => warning.Code));
        Assert.All(plan.Warnings, warning => Assert.Equal(Severity.Warning, warning.Severity));
        Assert.StartsWith(
            "RI3434 pool \"cache\": hash was fnv1a_64, is crc32, hash_tag was \"\", is \"{}\", but up to ",
            plan.Warnings[0].ToString());
    }

    [Fact]
    public void Plan_WhatNobodyCanFollow_RefusesWithAllReasons()
    {
        var from = Pools.Of("h0:1:1 a", "/run/redis:1 b") with { Distribution = RingDistribution.Random };
        var to = Pools.Of("h0:1:999999 a", "h1:1:2 b") with
        {
            Distribution = RingDistribution.Modula, IsRedis = false, Database = 3,
        };

        var refused = Assert.IsType<RingResult.Refused>(RingPlanner.Plan(from, to, null));

        Assert.Equal(["RI3428", "RI3423", "RI3439", "RI3426", "RI3429"],
            refused.Diagnostics.Select(found => found.Code));
        Assert.Equal(
            "RI3439 --to: pool \"cache\": its weights are 1,000,001 together, but modula has a place for each, and "
            + "1,000,000 are followed at most. Divide the weights by a number that all have in common.",
            refused.Diagnostics[2].ToString());
    }

    [Fact]
    public void Plan_NamesThatSwapAddresses_Refuses()
    {
        var refused = Assert.IsType<RingResult.Refused>(
            RingPlanner.Plan(Pools.Of("h0:1:1 a", "h1:1:1 b"), Pools.Of("h1:1:1 a", "h0:1:1 b"), null));

        Assert.Equal(["RI3430", "RI3430"], refused.Diagnostics.Select(found => found.Code));
    }

    [Fact]
    public void Refusals_OnePoolForBoth_SaysEachOnce()
    {
        var pool = Pools.Numbered(2) with { IsRedis = false };

        Assert.Equal("RI3426", Assert.Single(RingChecks.Refusals(pool, pool)).Code);
    }

    private static RingPlan Steps(RingPool from, RingPool to) =>
        Assert.IsType<RingResult.Steps>(RingPlanner.Plan(from, to, null)).Plan;
}
