using System.Globalization;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>What happens to a set while clients write: its master stops, is cut off, goes; it grows and shrinks.
/// </summary>
[Collection(LabCollection.Name)]
public sealed class SentinelFaultTests(LabCluster lab) : IAsyncLifetime
{
    private const string Name = "faults";
    private const int MayBeLost = 100;
    private static readonly TimeSpan Fault = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(120);
    private CliProject _project = null!;
    private LiveSet _set = null!;

    /// <summary>REDISINFRA_FAILOVERS: how often the master's pod is deleted.</summary>
    private static int Failovers => int.Parse(
        Environment.GetEnvironmentVariable("REDISINFRA_FAILOVERS") ?? "1", CultureInfo.InvariantCulture);

    public async Task InitializeAsync()
    {
        if (LabObstacle.Reason is not null) return;
        _project = await CliProject.CreateAsync(lab);
        _set = new LiveSet(_project, Name);
        Write(members: 3, sentinels: 3);
        (await _project.RunAsync("up", "--yes", "--skip-preview")).Succeeded();
    }

    public async Task DisposeAsync()
    {
        if (LabObstacle.Reason is null) await _project.DisposeAsync();
    }

    [LabFact]
    public async Task Master_StopsOrIsCutOffOrGoes_OneTakesOver_AndItComesBackAsAReplica()
    {
        await ThroughAsync("stopped for 30 s", MayBeLost, async master =>
            await PodFaults.StopProcessAsync(master, _project.Namespace));
        await ThroughAsync("cut off for 30 s", MayBeLost, async master =>
            await PodFaults.CutLinkAsync(master, _project.Namespace));
        for (int i = 0; i < Failovers; i++)
            await ThroughAsync("pod deleted", 0, async master =>
            {
                await _project.KubectlAsync("delete", "pod", master, "--wait=false");
                return null;
            });
    }

    [LabFact]
    public async Task Up_FiveAndBackToThree_ClientsGoOn()
    {
        await using var workload = ProxyWorkload.Start(() => _set.ConnectAsync(Name));
        await workload.GoesOnAsync(Healing);
        foreach (int count in new[] { 5, 3 })
        {
            workload.TakeLongest();
            Write(members: count, sentinels: count);
            (await _project.RunAsync("up", "--yes")).Succeeded().Says($"{count - 1} replicas, {count} Sentinels");
            await workload.GoesOnAsync(Healing);
            double longest = workload.TakeLongest().TotalMilliseconds;
            Console.WriteLine($"{count} members: a write waited {longest:0} ms at most");
            await _set.FollowAsync(count);
            (await _project.RunAsync("preview", "--expect-no-changes")).Succeeded();
        }

        Assert.Empty(await workload.FindWrongAsync());
    }

    /// <summary>Writers find another master in time, and little they were told of is gone; the fault ends.</summary>
    private async Task ThroughAsync(string fault, int mayBeLost, Func<string, Task<PodFaults?>> cause)
    {
        await _set.FollowAsync(3);
        await using var workload = ProxyWorkload.Start(() => _set.ConnectAsync(Name));
        await workload.GoesOnAsync(Healing);
        string before = await _set.MasterAsync();
        workload.TakeLongest();
        await using (await cause(before))
        {
            var over = Task.Delay(Fault);
            await _set.AnotherMasterAsync(before);
            int from = workload.Acknowledged;
            await Poll.UntilAsync(
                () => Task.FromResult(workload.Acknowledged > from), Healing, () => "an acknowledged write");
            // At once: the keys that nobody wrote again show what was lost.
            var longest = workload.TakeLongest();
            var lost = await workload.FindWrongAsync();
            Console.WriteLine(
                $"master {fault}: a write waited {longest.TotalMilliseconds:0} ms at most, {lost.Count} writes lost");
            Assert.InRange(lost.Count, 0, mayBeLost);
            if (mayBeLost > 0) await over;
        }

        await _set.FollowAsync(3);
        Assert.NotEqual(before, await _set.MasterAsync());
    }

    private void Write(int members, int sentinels) => _project.WriteDeployment(Name, $$"""
        topology: sentinel
        members: {{members}}
        sentinels: {{sentinels}}
        minReplicasToWrite: 1
        storage: { claims: { size: 100Mi } }
        resources: { cpu: 20m, memory: 96Mi }
        sentinelResources: { cpu: 10m, memory: 48Mi }
        proxy: { resources: { cpu: 20m, memory: 64Mi } }
        """);
}
