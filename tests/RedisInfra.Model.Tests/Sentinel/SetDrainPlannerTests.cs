using RedisInfra.Model.Sentinel;
using RedisInfra.Model.Sentinel.Declared;
using static RedisInfra.Model.Tests.Sentinel.SetWorld;

namespace RedisInfra.Model.Tests.Sentinel;

public class SetDrainPlannerTests
{
    [Fact]
    public void Plan_NobodyLeaves_NothingToDo()
    {
        Assert.IsType<SetPlan.Settled>(SetDrainPlanner.Plan(Running(), Declared(), Declared()));
        Assert.IsType<SetPlan.Settled>(
            SetDrainPlanner.Plan(Running(), Declared(), Declared(members: 5, sentinels: 5, quorum: 3)));
    }

    [Fact]
    public void Plan_ReplicasLeave_AreNotPromotedAnyMore()
    {
        var plan = SetDrainPlanner.Plan(Running(members: 5), Declared(members: 5), Declared());

        Assert.Equal(
        [
            "d3:1: replica-priority 100 -> 0", "d4:1: replica-priority 100 -> 0",
            "all Sentinels hear that d3:1, d4:1 aren't to be promoted",
        ], Steps(plan));
    }

    [Fact]
    public void Plan_TheMasterLeaves_HandsOverWhenNobodyElseWhoLeavesCanBeChosen()
    {
        var plan = SetDrainPlanner.Plan(Running(members: 5, master: 3), Declared(members: 5), Declared());
        var done = Quiet(Quiet(Running(members: 5, master: 0), 3), 4);

        Assert.Equal(
        [
            "d3:1: replica-priority 100 -> 0", "d4:1: replica-priority 100 -> 0",
            "all Sentinels hear that d4:1 isn't to be promoted",
            "d3:1 hands mastership over to one that stays, with writes held back",
        ], Steps(plan));
        Assert.IsType<SetPlan.Settled>(SetDrainPlanner.Plan(done, Declared(members: 5), Declared()));
    }

    [Fact]
    public void Plan_TheMasterLeavesAndNobodyFollows_Refused()
    {
        var set = Running(members: 3, master: 2);
        foreach (int index in (int[])[0, 1]) set = set.With(Follower(index, 2) with { IsLinkUp = false });

        Assert.Equal(["RI3537"], Refusals(SetDrainPlanner.Plan(set, Declared(), Declared(members: 2))));
    }

    /// <summary>Those who stay are always the majority of all who count: 4 of 7, then 3 of 4.</summary>
    [Fact]
    public void Plan_SentinelsLeave_InPartsThatLeaveAMajority()
    {
        Assert.Equal(
        [
            "s0:2: quorum 3 -> 2", "s1:2: quorum 3 -> 2", "s2:2: quorum 3 -> 2", "s3:2 stops watching",
            "s4:2 stops watching", "the Sentinels forget sentinel s3:2, sentinel s4:2, one after the other",
        ], Steps(SetDrainPlanner.Plan(
            Running(sentinels: 5, quorum: 3), Declared(sentinels: 5, quorum: 3), Declared())));
        Assert.Equal(
        [
            "s3:2 stops watching", "s4:2 stops watching", "s5:2 stops watching",
            "the Sentinels forget sentinel s3:2, sentinel s4:2, sentinel s5:2, one after the other",
            "s6:2 stops watching", "the Sentinels forget sentinel s6:2, one after the other",
        ], Steps(SetDrainPlanner.Plan(Running(sentinels: 7), Declared(sentinels: 7), Declared())));
    }

    [Fact]
    public void Plan_StoppedAfterTheyLetGo_TheyAreForgotten()
    {
        var set = Running(sentinels: 5);
        foreach (int index in (int[])[3, 4]) set = set.With(new ObservedSentinel($"s{index}:2") { Id = $"s{index}" });
        var forgotten = set.Each(one => one with
        {
            Sentinels = [.. one.Sentinels.Where(other => other.Id is not ("s3" or "s4"))],
        });

        Assert.Equal(["the Sentinels forget sentinel s3:2, sentinel s4:2, one after the other"],
            Steps(SetDrainPlanner.Plan(set, Declared(sentinels: 5), Declared())));
        Assert.IsType<SetPlan.Settled>(SetDrainPlanner.Plan(forgotten, Declared(sentinels: 5), Declared()));
    }

    [Fact]
    public void Plan_FewerReplicas_FewerAreNeededBeforeTheyGo()
    {
        var set = Running(members: 5);
        var master = Master(0, 9);
        set = set.With(master with { Settings = master.Settings.SetItem("min-replicas-to-write", "3") });

        Assert.Contains("d0:1: min-replicas-to-write 3 -> 1", Steps(SetDrainPlanner.Plan(
            set, Declared(members: 5), Declared() with { MinReplicas = 1 })));
    }

    [Fact]
    public void Plan_AllAreReplaced_Refused()
    {
        var others = new DeclaredSet("cache", [new SetMember("x", "x:1"), new SetMember("y", "y:1")],
            [new SetMember("sentinel-0", "s0:2"), new SetMember("t", "t:2"), new SetMember("u", "u:2")], 2);

        Assert.Equal(["RI3541", "RI3541"], Refusals(SetDrainPlanner.Plan(Running(), Declared(), others)));
    }

    [Fact]
    public void Plan_NobodyAnswersOrAFailoverIsOnItsWay_Waits()
    {
        var silent = Running(members: 4).Each(one => new ObservedSentinel(one.Endpoint) { Problem = "no" });
        var failing = Running(members: 4).Each(one => one with { MasterFlags = ["master", "failover_in_progress"] });

        Assert.Equal(["RI3540"], Waits(SetDrainPlanner.Plan(silent, Declared(members: 4), Declared())));
        Assert.Contains("RI3512", Waits(SetDrainPlanner.Plan(failing, Declared(members: 4), Declared())));
    }

    /// <summary>It isn't promoted, and all have heard so.</summary>
    private static ObservedSet Quiet(ObservedSet set, int index)
    {
        var server = set.Servers.First(one => one.RunId == $"d{index}");
        return set.With(server with
        {
            Priority = 0, Settings = server.Settings.SetItem("replica-priority", "0"),
        }).Each(one => one with
        {
            Replicas = [.. one.Replicas.Select(other => other.Id == $"d{index}" ? other with { Priority = 0 } : other)],
        });
    }

    private static IEnumerable<string> Steps(SetPlan plan) =>
        Assert.IsType<SetPlan.Steps>(plan).All.Select(step => SetStepText.Of(step, name => name));

    private static IEnumerable<string> Refusals(SetPlan plan) =>
        Assert.IsType<SetPlan.Refused>(plan).Reasons.Select(one => one.Code);

    private static IEnumerable<string> Waits(SetPlan plan) =>
        Assert.IsType<SetPlan.NotReady>(plan).Reasons.Select(one => one.Code);
}
