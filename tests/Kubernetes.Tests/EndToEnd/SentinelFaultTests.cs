using System.Diagnostics;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>What happens to a set while clients write: its master stops, is cut off, goes; all go; it grows and
/// shrinks. Each finds a whole set and leaves one.</summary>
[Collection(LabCollection.Name)]
public sealed class SentinelFaultTests(SentinelSet set) : IClassFixture<SentinelSet>
{
    private const int Size = 3;
    private const int Keys = 400;

    /// <summary>What a master may have acknowledged and not yet passed on: far less than a second of these writers.
    /// </summary>
    private const int MayBeLost = 100;
    private static readonly TimeSpan Fault = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Failover = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Forming = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(120);

    [LabFact]
    public Task MastersProcessStops_AnotherTakesOver_AndItComesBackAsAReplica() => ThroughAsync(
        "the master's process stopped for 30 s", set.ByProxy, MayBeLost,
        async master => await PodFaults.StopProcessAsync(await set.Live.UidAsync(master)));

    [LabFact]
    public Task MastersLinkIsCut_AnotherTakesOver_AndItComesBackAsAReplica() => ThroughAsync(
        "the master's link cut for 30 s", set.BySentinels, MayBeLost,
        async master => await PodFaults.CutLinkAsync(await set.Live.UidAsync(master)));

    [LabTheory]
    [Rounds(10)]
    [Trait("Category", "Soak")]
    public Task MastersPodDeleted_AnotherTakesOver_NothingIsLost(int round) => ThroughAsync(
        "the master's pod deleted, again and again", round % 2 == 0 ? set.ByProxy : set.BySentinels, 0,
        async master =>
        {
            await set.Project.KubectlAsync("delete", "pod", master, "--wait=false");
            return null;
        });

    [LabFact]
    public Task NodeAgent_IsAwayForAWhile_ClientsGoOn() => ScenarioRuns.OfAsync(
        "S4", "the node's agent ended and started again", AgentAsync);

    private async Task<string> AgentAsync()
    {
        await set.Live.FollowAsync(Size);
        string before = await set.Live.MasterAsync();
        await using var workload = ProxyWorkload.StartNumbered(set.ByProxy);
        await workload.GoesOnAsync(Healing);
        workload.TakeLongest();
        await using (await PodFaults.StopAgentAsync())
        {
            await workload.GoesOnAsync(Healing);
        }

        await workload.GoesOnAsync(Healing);
        var longest = workload.TakeLongest();
        Assert.InRange(longest, TimeSpan.Zero, Failover);
        Assert.Empty(await workload.FindWrongAsync());
        Assert.Equal(before, await set.Live.MasterAsync());
        return $"the same master; a write waited {longest.TotalMilliseconds:0} ms at most; none lost";
    }

    [LabFact]
    public async Task Users_MayWhatTheirRulesSay_AndNothingElse()
    {
        await set.Live.FollowAsync(Size);
        await using var member = await set.Live.ConnectAsUserAsync(SentinelSet.User);
        await using var sentinel = await set.Live.ConnectToSentinelsAsUserAsync(SentinelSet.User);

        Assert.Equal("OK", await member.SaysAsync("SET", "user", "is known"));
        Assert.StartsWith("NOPERM", await member.SaysAsync("FLUSHALL"));
        Assert.StartsWith("NOPERM", await member.SaysAsync("CONFIG", "GET", "*"));
        Assert.Equal("", await sentinel.SaysAsync("SENTINEL", "GET-MASTER-ADDR-BY-NAME", SentinelSet.Name));
        Assert.StartsWith("NOPERM", await sentinel.SaysAsync("SENTINEL", "FAILOVER", SentinelSet.Name));
    }

    /// <summary>The pods are rolled, and masters hand over.</summary>
    [LabFact]
    [Trait("Category", "Soak")]
    public Task Up_OtherRules_HoldAfterwards_AndNoWriteIsLost() => ScenarioRuns.OfAsync(
        "S4", "a user's rules changed under load", OtherRulesAsync);

    private async Task<string> OtherRulesAsync()
    {
        await set.Live.FollowAsync(Size);
        await using var workload = ProxyWorkload.StartNumbered(set.ByProxy);
        await workload.GoesOnAsync(Healing);
        workload.TakeLongest();
        await set.UpAsync(Size, "~w* +@read +@write -@dangerous");
        await workload.GoesOnAsync(Healing);
        var longest = workload.TakeLongest();
        Assert.InRange(longest, TimeSpan.Zero, Failover);
        await using var member = await set.Live.ConnectAsUserAsync(SentinelSet.User);
        Assert.StartsWith("NOPERM", await member.SaysAsync("SET", "user", "may only write w*"));
        Assert.Empty(await workload.FindWrongAsync());
        await set.UpAsync(Size);
        return $"a write waited {longest.TotalMilliseconds:0} ms at most; none of {workload.Acknowledged} lost";
    }

    [LabFact]
    public Task AllPodsDeleted_FormsAgainWithTheNewestData() =>
        ScenarioRuns.OfAsync("S4", "all pods deleted at once", () => AllPodsAsync(1));

    [LabTheory]
    [Rounds(10)]
    [Trait("Category", "Soak")]
    public Task AllPodsDeleted_AgainAndAgain_FormsWithTheNewestData(int round) =>
        ScenarioRuns.OfAsync("S4", "all pods deleted at once, again and again", () => AllPodsAsync(round));

    [LabFact]
    [Trait("Category", "Soak")]
    public Task Up_FiveAndBackToThree_ClientsGoOn() => ScenarioRuns.OfAsync(
        "S4", "3 to 5 to 3 members and Sentinels under load", OutAndInAsync);

    private async Task<string> OutAndInAsync()
    {
        var longest = TimeSpan.Zero;
        await set.Live.FollowAsync(Size);
        await using var workload = ProxyWorkload.StartNumbered(set.ByProxy);
        await workload.GoesOnAsync(Healing);
        foreach (int count in new[] { 5, Size })
        {
            workload.TakeLongest();
            await set.UpAsync(count);
            await workload.GoesOnAsync(Healing);
            var waited = workload.TakeLongest();
            if (waited > longest) longest = waited;
            await set.Live.FollowAsync(count);
            (await set.Project.RunAsync("preview", "--expect-no-changes")).Succeeded();
        }

        Assert.Empty(await workload.FindWrongAsync());
        return $"a write waited {longest.TotalMilliseconds:0} ms at most; none of {workload.Acknowledged} lost";
    }

    /// <summary>
    /// Writers find another master in time, and little of what they were told is gone, after the old one is back too.
    /// </summary>
    private Task ThroughAsync(
        string fault, Func<Task<IWorkloadClient>> connect, int mayBeLost, Func<string, Task<PodFaults?>> cause) =>
        ScenarioRuns.OfAsync("S4", fault, () => FailsOverAsync(connect, mayBeLost, cause));

    private async Task<string> FailsOverAsync(
        Func<Task<IWorkloadClient>> connect, int mayBeLost, Func<string, Task<PodFaults?>> cause)
    {
        await set.Live.FollowAsync(Size);
        await using var workload = ProxyWorkload.StartNumbered(connect);
        await workload.GoesOnAsync(Healing);
        string before = await set.Live.MasterAsync();
        workload.TakeLongest();
        await using (await cause(before))
        {
            var over = Task.Delay(Fault);
            await set.Live.AnotherMasterAsync(before);
            await workload.GoesOnAsync(Healing);
            if (mayBeLost > 0) await over;
        }

        await set.Live.FollowAsync(Size);
        await workload.GoesOnAsync(Healing);
        Assert.NotEqual(before, await set.Live.MasterAsync());
        var longest = workload.TakeLongest();
        var lost = await workload.FindWrongAsync();
        Assert.InRange(longest, TimeSpan.Zero, Failover);
        Assert.InRange(lost.Count, 0, mayBeLost);
        return $"a write waited {longest.TotalMilliseconds:0} ms at most; {lost.Count} of {workload.Acknowledged} lost";
    }

    private async Task<string> AllPodsAsync(int round)
    {
        await set.Live.FollowAsync(Size);
        await using var client = await set.Live.ConnectAsync(SentinelSet.Name);
        await client.WriteAsync($"round{round}", Keys, Healing);
        var before = await set.Live.PodsAsync();

        await set.Project.KubectlAsync("delete", "pod", "--all", "--wait=false");

        long? ready = null;
        await Poll.UntilAsync(
            async () =>
            {
                var pods = await set.Live.PodsAsync();
                if (ready is null && pods.Count == before.Count && !pods.Keys.Intersect(before.Keys).Any()
                    && pods.Values.All(pod => pod.Ready)) ready = Stopwatch.GetTimestamp();
                return ready is not null && await client.CountAsync($"round{round}", Keys) == Keys;
            },
            Healing, () => "every key, from pods that are all new");
        var took = Stopwatch.GetElapsedTime(ready!.Value);
        Assert.InRange(took, TimeSpan.Zero, Forming);
        await set.Live.FollowAsync(Size);
        await client.WriteAsync("after", Keys, Healing);
        return $"every key {took.TotalSeconds:0.0} s after the last pod was ready";
    }
}
