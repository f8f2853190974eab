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
        "stopped", set.ByProxy, MayBeLost,
        async master => await PodFaults.StopProcessAsync(await set.Live.UidAsync(master)));

    [LabFact]
    public Task MastersLinkIsCut_AnotherTakesOver_AndItComesBackAsAReplica() => ThroughAsync(
        "cut off", set.BySentinels, MayBeLost,
        async master => await PodFaults.CutLinkAsync(await set.Live.UidAsync(master)));

    [LabTheory]
    [Rounds(10)]
    [Trait("Category", "Soak")]
    public Task MastersPodDeleted_AnotherTakesOver_NothingIsLost(int round) => ThroughAsync(
        $"deleted, round {round}", round % 2 == 0 ? set.ByProxy : set.BySentinels, 0,
        async master =>
        {
            await set.Project.KubectlAsync("delete", "pod", master, "--wait=false");
            return null;
        });

    [LabFact]
    public async Task NodeAgent_IsAwayForAWhile_ClientsGoOn()
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
        Assert.InRange(workload.TakeLongest(), TimeSpan.Zero, Failover);
        Assert.Empty(await workload.FindWrongAsync());
        Assert.Equal(before, await set.Live.MasterAsync());
    }

    [LabFact]
    public Task AllPodsDeleted_FormsAgainWithTheNewestData() => AllPodsAsync(1);

    [LabTheory]
    [Rounds(10)]
    [Trait("Category", "Soak")]
    public Task AllPodsDeleted_AgainAndAgain_FormsWithTheNewestData(int round) => AllPodsAsync(round);

    [LabFact]
    [Trait("Category", "Soak")]
    public async Task Up_FiveAndBackToThree_ClientsGoOn()
    {
        await set.Live.FollowAsync(Size);
        await using var workload = ProxyWorkload.StartNumbered(set.ByProxy);
        await workload.GoesOnAsync(Healing);
        foreach (int count in new[] { 5, Size })
        {
            workload.TakeLongest();
            await set.UpAsync(count);
            await workload.GoesOnAsync(Healing);
            var longest = workload.TakeLongest();
            Console.WriteLine($"{count} members: a write waited {longest.TotalMilliseconds:0} ms at most");
            await set.Live.FollowAsync(count);
            (await set.Project.RunAsync("preview", "--expect-no-changes")).Succeeded();
        }

        Assert.Empty(await workload.FindWrongAsync());
    }

    /// <summary>
    /// Writers find another master in time, and little of what they were told is gone, after the old one is back too.
    /// </summary>
    private async Task ThroughAsync(
        string fault, Func<Task<IWorkloadClient>> connect, int mayBeLost, Func<string, Task<PodFaults?>> cause)
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
        Console.WriteLine($"master {fault}: a write waited {longest.TotalMilliseconds:0} ms at most; "
            + $"{lost.Count} of {workload.Acknowledged} acknowledged writes lost");
        Assert.InRange(longest, TimeSpan.Zero, Failover);
        Assert.InRange(lost.Count, 0, mayBeLost);
    }

    private async Task AllPodsAsync(int round)
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
        Console.WriteLine($"round {round}: formed {took.TotalSeconds:0.0} s after the last pod was ready");
        Assert.InRange(took, TimeSpan.Zero, Forming);
        await set.Live.FollowAsync(Size);
        await client.WriteAsync("after", Keys, Healing);
    }
}
