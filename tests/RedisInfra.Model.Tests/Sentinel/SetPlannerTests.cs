using RedisInfra.Model.Sentinel;
using RedisInfra.Model.Sentinel.Declared;
using static RedisInfra.Model.Tests.Sentinel.SetWorld;

namespace RedisInfra.Model.Tests.Sentinel;

public class SetPlannerTests
{
    [Fact]
    public void Plan_RunsAsDeclared_NothingToDo()
    {
        Assert.IsType<SetPlan.Settled>(Plan(Running()));
        Assert.IsType<SetPlan.Settled>(Plan(Running(master: 2)));
    }

    /// <summary>Servers by hostnames, Sentinels that name them by their IPs: the same processes.</summary>
    [Fact]
    public void Plan_RunsByOtherAddresses_IsAdopted()
    {
        var set = Running().Each(one => one with
        {
            Master = "10.0.0.1:1",
            Replicas = [new KnownInstance("10.0.0.2:1", "", []), new KnownInstance("10.0.0.3:1", "", [])],
        });
        set = set with
        {
            Servers =
            [
                .. set.Servers, Master(0) with { Endpoint = "10.0.0.1:1" },
                Follower(1, 0) with { Endpoint = "10.0.0.2:1" }, Follower(2, 0) with { Endpoint = "10.0.0.3:1" },
            ],
        };

        Assert.IsType<SetPlan.Settled>(Plan(set));
    }

    [Fact]
    public void Plan_AllAreNew_TheFirstIsTheMasterAndAllWatchIt() => Assert.Equal(
    [
        "d1:1 becomes a replica of d0:1", "d2:1 becomes a replica of d0:1",
        "s0:2 begins to watch d0:1, quorum 2", "s0:2: down-after-milliseconds 5000",
        "s1:2 begins to watch d0:1, quorum 2", "s1:2: down-after-milliseconds 5000",
        "s2:2 begins to watch d0:1, quorum 2", "s2:2: down-after-milliseconds 5000",
    ], Steps(Plan(Fresh(0, 0, 0), Declared() with { DownAfterMs = 5000 })));

    [Fact]
    public void Plan_NobodyWatchesAndOneHasKeys_IsTheMaster()
    {
        Assert.Contains("d0:1 becomes a replica of d1:1", Steps(Plan(Fresh(0, 7, 0))));
        Assert.Equal(["RI3534"], Refusals(Plan(Fresh(3, 7, 0))));
    }

    /// <summary>A restarted master without data must not get its replicas back.</summary>
    [Fact]
    public void Plan_ReplicasHaveKeysAndTheirMasterNone_Refused()
    {
        var set = Fresh(0, 0, 0).With(Follower(1, 0) with { IsLinkUp = false, ReplicationId = "old" });

        Assert.Equal(["RI3542"], Refusals(Plan(set)));
    }

    [Fact]
    public void Plan_NobodyWatchesAndNotAllAnswer_Waits()
    {
        Assert.Equal(["RI3540"], Waits(Plan(Fresh(0, 0, 0).With(new ObservedServer("d2:1") { Problem = "no" }))));
        Assert.Equal(["RI3540"], Waits(Plan(Fresh(0, 0, 0).With(Master(2) with { IsLoading = true }))));
    }

    [Fact]
    public void Plan_SettingsDiffer_AreSetWhereTheyDo()
    {
        var declared = Declared() with { DownAfterMs = 4000, MinReplicas = 1 };
        var set = Running();
        set = set.With(set.Sentinels[0] with
        {
            Settings = set.Sentinels[0].Settings.SetItem("down-after-milliseconds", "4000"),
        });

        Assert.Equal(
        [
            "s1:2: down-after-milliseconds 5000 -> 4000", "s2:2: down-after-milliseconds 5000 -> 4000",
            "d0:1: min-replicas-to-write 0 -> 1", "d1:1: min-replicas-to-write 0 -> 1",
            "d2:1: min-replicas-to-write 0 -> 1",
        ], Steps(Plan(set, declared)));
    }

    [Fact]
    public void Plan_Grown_NewOnesJoinAndTheQuorumRisesWhenAllAreThere()
    {
        var declared = Declared(members: 4, sentinels: 5, quorum: 3);
        var set = Running().With(Master(3) with { ReplicationId = "own" })
            .With(new ObservedSentinel("s3:2") { Id = "s3" });
        var all = set.With(new ObservedSentinel("s4:2") { Id = "s4" });

        Assert.Equal(["d3:1 becomes a replica of d0:1", "s3:2 begins to watch d0:1, quorum 3"],
            Steps(Plan(set, declared)));
        Assert.Contains("s0:2: quorum 2 -> 3", Steps(Plan(all, declared)));
        Assert.Equal(["RI3534"], Refusals(Plan(set.With(Master(3, keys: 1)), declared)));
    }

    [Fact]
    public void Plan_ADrainWasGivenUp_PriorityComesBack()
    {
        var one = Follower(2, 0) with { Priority = 0 };
        one = one with { Settings = one.Settings.SetItem("replica-priority", "0") };

        Assert.Equal(["d2:1: replica-priority 0 -> 100"], Steps(Plan(Running().With(one))));
    }

    [Fact]
    public void Plan_SomeAreGone_AreForgottenOnceTheyAreDownForAll()
    {
        var down = Running(members: 4, sentinels: 5).Each(one => one with
        {
            Sentinels = [.. one.Sentinels.Select(other => Down(other, "s3", "s4"))],
            Replicas = [.. one.Replicas.Select(other => Down(other, "d3"))],
        });
        down = down.With(new ObservedSentinel("s3:2") { Problem = "no" })
            .With(new ObservedSentinel("s4:2") { Problem = "no" }).With(new ObservedServer("d3:1") { Problem = "no" });
        var notYet = down.Each(one => one with
        {
            Sentinels = [.. one.Sentinels.Select(other => other with { Flags = ["sentinel"] })],
        });

        Assert.Equal(["the Sentinels forget sentinel s3:2, sentinel s4:2, replica d3:1, one after the other"],
            Steps(Plan(down)));
        Assert.Contains("RI3522", Waits(Plan(notYet)));
    }

    [Fact]
    public void Plan_WhoLeavesStillAnswers_IsWaitedFor()
    {
        var declared = Declared();
        var before = Declared(members: 4);
        var set = Running(members: 4);

        var plan = SetPlanner.Plan(set, declared, SetDrainPlanner.Leaving(before.Members, declared.Members));

        Assert.Equal(["RI3545"], Waits(plan));
        Assert.Equal(["RI3536"], Refusals(Plan(set)));
    }

    [Fact]
    public void Plan_AnotherSet_Refused()
    {
        var foreign = Running().Each(one => one.Id == "s1"
            ? one with { Master = "x0:1", Replicas = [new KnownInstance("x1:1", "x1", [])] } : one);
        var undeclared = Running(sentinels: 5);
        var stranger = Running(master: 0).With(Follower(2, 0) with { Follows = "x0:1", ReplicationId = "x" })
            .With(Master(7) with { Endpoint = "x0:1", RunId = "x0", ReplicationId = "x" });

        Assert.Contains("RI3532", Refusals(Plan(foreign)));
        Assert.Equal(["RI3536", "RI3536"], Refusals(Plan(undeclared)));
        Assert.Equal(["RI3535"], Refusals(Plan(stranger)));
    }

    [Fact]
    public void Plan_WrongPassword_Refused()
    {
        var server = Running().With(new ObservedServer("d1:1") { Problem = "AUTH: WRONGPASS", IsDenied = true });
        var sentinel = Running().With(new ObservedSentinel("s1:2") { Problem = "AUTH: WRONGPASS", IsDenied = true });

        Assert.Equal(["RI3533"], Refusals(Plan(server)));
        Assert.Equal(["RI3533"], Refusals(Plan(sentinel)));
    }

    /// <summary>Sentinel itself makes the old one a replica: that is waited for, and nothing is touched.</summary>
    [Fact]
    public void Plan_TwoMastersThatSentinelsKnow_Waits() =>
        Assert.Contains("RI3504", Waits(Plan(Running().With(Master(1, keys: 9)))));

    [Fact]
    public void Plan_ASentinelCannotSignIn_IsGivenThePassword()
    {
        var cut = Running().Each(one => one with { MasterFlags = ["s_down", "master", "disconnected"] });

        Assert.Contains("s0:2 is given the password of the servers",
            Steps(Plan(cut, Declared() with { SignsIn = true })));
        Assert.Contains("RI3512", Waits(Plan(cut)));
    }

    [Fact]
    public void Plan_SomeAreGoneAndASentinelIsCutOff_ForgetsNobodyYet()
    {
        var set = Running(members: 4).With(new ObservedServer("d3:1") { Problem = "no" }).Each(one => one with
        {
            MasterFlags = ["master", "disconnected"], Replicas = [.. one.Replicas.Select(other => Down(other, "d3"))],
        });

        Assert.All(Assert.IsType<SetPlan.Steps>(Plan(set, Declared() with { SignsIn = true })).All,
            step => Assert.IsType<SetStep.SignIn>(step));
        Assert.Contains("RI3512", Waits(Plan(set)));
    }

    [Theory]
    [InlineData(3, 2, 2, "RI3528")]
    [InlineData(3, 4, 3, "RI3528")]
    [InlineData(3, 3, 4, "RI3529")]
    [InlineData(3, 3, 3, "RI3529")]
    [InlineData(3, 3, 1, "RI3529")]
    [InlineData(1, 3, 2, "RI3530")]
    public void Plan_CountsThatCannotWork_Refused(int members, int sentinels, int quorum, string code) =>
        Assert.Contains(code, Refusals(Plan(
            Running(members, sentinels, quorum), Declared(members, sentinels, quorum))));

    [Fact]
    public void Plan_MoreReplicasNeededThanThereAre_Refused()
    {
        Assert.Equal(["RI3531"], Refusals(Plan(Running(), Declared() with { MinReplicas = 3 })));
        Assert.IsType<SetPlan.Steps>(Plan(Running(), Declared() with { MinReplicas = 2 }));
    }

    private static KnownInstance Down(KnownInstance one, params string[] ids) =>
        ids.Contains(one.Id) ? one with { Flags = [.. one.Flags, "s_down"] } : one;

    private static SetPlan Plan(ObservedSet seen, DeclaredSet? declared = null) =>
        SetPlanner.Plan(seen, declared ?? Declared(), []);

    private static IEnumerable<string> Steps(SetPlan plan) =>
        Assert.IsType<SetPlan.Steps>(plan).All.Select(step => SetStepText.Of(step, name => name));

    private static IEnumerable<string> Refusals(SetPlan plan) =>
        Assert.IsType<SetPlan.Refused>(plan).Reasons.Select(one => one.Code);

    private static IEnumerable<string> Waits(SetPlan plan) =>
        Assert.IsType<SetPlan.NotReady>(plan).Reasons.Select(one => one.Code);
}
