using RedisInfra.Model.Zookeeper;

namespace RedisInfra.Model.Tests.Zookeeper;

public sealed class ZookeeperPlannerTests
{
    private const string Where = "ZookeeperEnsemble \"zk\"";

    [Theory]
    [InlineData(1, 3, "server 2 (zk-1) joins; server 3 (zk-2) joins", "1 -> 2 -> 3")]
    [InlineData(3, 5, "server 4 (zk-3) joins; server 5 (zk-4) joins", "3 -> 4 -> 5")]
    [InlineData(5, 3, "server 5 (zk-4) leaves; server 4 (zk-3) leaves", "5 -> 4 -> 3")]
    [InlineData(4, 3, "server 4 (zk-3) leaves", "4 -> 3")]
    [InlineData(4, 5, "server 5 (zk-4) joins", "4 -> 5")]
    public void Plan_OtherSize_ChangesOneAtATime(int now, int desired, string steps, string sizes)
    {
        var plan = Assert.IsType<ZookeeperPlan.Steps>(Plan(now, desired, Serving(now, desired)));

        Assert.Equal(steps, string.Join("; ", plan.All));
        Assert.Equal(sizes, ZookeeperPlanner.Sizes(Ensemble(now), plan.All));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public void Plan_DeclaredSize_IsBalanced(int size) =>
        Assert.IsType<ZookeeperPlan.Balanced>(Plan(size, size, Serving(0, 0)));

    /// <summary>For all sizes, and whoever fails: after a step that may be done all voters serve, and any majority
    /// before it shares a server with any after it.</summary>
    [Fact]
    public void Plan_AnySizes_TheNextStepKeepsAMajorityThatServes()
    {
        for (int from = 1; from <= 9; from++)
            for (int to = 1; to <= 9; to += 2)
                for (int failed = 0; failed <= 9; failed++) CheckStep(from, to, failed);
    }

    private static void CheckStep(int from, int to, int failed)
    {
        var roles = Serving(from, to);
        roles.Remove(failed);
        if (Plan(from, to, roles) is not ZookeeperPlan.Steps plan) return;
        var (before, after) = (Ensemble(from).Voters.ToList(), plan.All[0].Apply(Ensemble(from)).Voters.ToList());
        Assert.All(after, server => Assert.True(roles.ContainsKey(server.Id)));
        Assert.Equal(1, Math.Abs(after.Count - before.Count));
        Assert.True(before.Count / 2 + 1 + after.Count / 2 + 1 > before.Union(after).Count());
    }

    [Fact]
    public void Plan_ServerThatStaysDoesNotServe_Waits()
    {
        var roles = Serving(5, 5);
        roles.Remove(2);

        Assert.Equal(
            "server 5 (zk-4) leaves, which waits until server 2 (zk-1) serves",
            Assert.IsType<ZookeeperPlan.NotReady>(Plan(5, 3, roles)).Reason);
    }

    [Fact]
    public void Plan_ServerThatLeavesDoesNotServe_GoesOn()
    {
        var roles = Serving(5, 5);
        roles.Remove(5);

        Assert.IsType<ZookeeperPlan.Steps>(Plan(5, 3, roles));
    }

    [Fact]
    public void Plan_JoinerWithoutTheData_Waits() => Assert.Equal(
        "server 4 (zk-3) joins, which waits until server 4 (zk-3) serves",
        Assert.IsType<ZookeeperPlan.NotReady>(Plan(3, 5, Serving(3, 3))).Reason);

    [Fact]
    public void Plan_Impossible_IsRefusedWithAllReasons()
    {
        ZookeeperServer[] desired = [new(8, "a"), new(9, "b")];
        var refused = Assert.IsType<ZookeeperPlan.Refused>(
            ZookeeperPlanner.Plan(Where, Ensemble(3), Serving(3, 3), desired));
        Assert.Equal(["RI3601", "RI3602"], refused.Findings.Select(finding => finding.Code));

        var renamed = ZookeeperPlanner.Plan(Where, Ensemble(1), Serving(1, 1), [new ZookeeperServer(1, "other.host")]);
        Assert.Equal(
            "RI3603 ZookeeperEnsemble \"zk\": server 1 is zk-0.zk-servers in it and other.host is declared, but one of "
            + "the two would vote in the other's name. Declare the name that it has.",
            Assert.Single(Assert.IsType<ZookeeperPlan.Refused>(renamed).Findings).ToString());
    }

    [Fact]
    public void Read_WhatAServerKeeps_GivesItBack()
    {
        const string text = """
            server.2=zk-1.zk-servers:2888:3888:observer;0.0.0.0:2181
            server.1=zk-0.zk-servers:2888:3888:participant;0.0.0.0:2181
            version=10000001a
            """;

        var read = ZookeeperConfiguration.Read(text)!;

        Assert.Equal(0x10000001aL, read.Version);
        Assert.Equal([true, false], read.Servers.Select(server => server.Votes));
        Assert.Equal("server.1=zk-0.zk-servers:2888:3888:participant;0.0.0.0:2181", read.Servers[0].ToString());
        Assert.Null(ZookeeperConfiguration.Read("version=1"));
    }

    /// <summary>An observer in the configuration gets its vote by joining.</summary>
    [Fact]
    public void Plan_Observer_Joins()
    {
        var now = new ZookeeperConfiguration(1, [Server(1), Server(2) with { Votes = false }, Server(3)]);

        var plan = ZookeeperPlanner.Plan(Where, now, Serving(3, 3), [Server(1), Server(2), Server(3)]);

        Assert.Equal("server 2 (zk-1) joins", Assert.Single(Assert.IsType<ZookeeperPlan.Steps>(plan).All).ToString());
    }

    private static ZookeeperPlan Plan(int now, int desired, IReadOnlyDictionary<int, ZookeeperRole> roles) =>
        ZookeeperPlanner.Plan(Where, Ensemble(now), roles, [.. Ensemble(desired).Servers]);

    private static ZookeeperConfiguration Ensemble(int size) => new(1, [.. Enumerable.Range(1, size).Select(Server)]);

    private static ZookeeperServer Server(int id) => new(id, FormattableString.Invariant($"zk-{id - 1}.zk-servers"));

    private static Dictionary<int, ZookeeperRole> Serving(int from, int to) => Enumerable
        .Range(1, Math.Max(from, to)).ToDictionary(
            id => id, id => id == 1 ? ZookeeperRole.Leader : ZookeeperRole.Follower);
}
