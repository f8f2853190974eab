using System.Diagnostics;
using System.Globalization;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>Scenario S3: pods get new addresses, one or all at once, and nobody has to do anything about it.</summary>
[Collection(LabCollection.Name)]
public sealed class HealTests(ScenarioS3 scenario) : IClassFixture<ScenarioS3>
{
    private static readonly TimeSpan Replacing = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Serving = TimeSpan.FromSeconds(2);

    [LabFact]
    public Task AllPodsDeleted_HealsWithEveryKey() => ScenarioRuns.OfAsync(
        "S3", "all pods deleted at once", HealsAsync);

    [LabTheory]
    [Rounds(20)]
    [Trait("Category", "Soak")]
    public Task AllPodsDeleted_AgainAndAgain_HealsWithEveryKey(int round) => ScenarioRuns.OfAsync(
        "S3", "all pods deleted at once, again and again", async () => $"round {round}, {await HealsAsync()}");

    /// <summary>Once as the kubelet does, with a handover, and once with too little time for one.</summary>
    [LabTheory]
    [InlineData(60)]
    [InlineData(1)]
    public async Task MasterDeleted_ClientsGoOnWhenItIsBack(int graceSeconds)
    {
        await scenario.Cluster.IsWholeAsync(Settling);
        await using var workload = await Workload.StartAsync(scenario.Cluster, keys: 100);
        await workload.HasAllKeysAsync(Settling);
        var master = await MasterAsync();
        var before = (await PodsAsync()).Where(pod => pod.Key == master).ToDictionary();

        await scenario.Project.KubectlAsync(
            "delete", "pod", master, "--wait=false", $"--grace-period={graceSeconds}");

        await AreReplacedAsync(before);
        await workload.GoesOnAsync(Serving);
        await scenario.Cluster.IsWholeAsync(Settling);
        Assert.Empty(await workload.FindLostAsync());
    }

    private async Task<string> HealsAsync()
    {
        await scenario.Cluster.IsWholeAsync(Settling);
        var before = await PodsAsync();
        var deleted = Stopwatch.GetTimestamp();

        await scenario.Project.KubectlAsync("delete", "pod", "--all", "--wait=false");

        await AreReplacedAsync(before);
        var ready = Stopwatch.GetTimestamp();
        await IsOkOnAllAsync();
        var ok = Stopwatch.GetElapsedTime(ready);
        Assert.InRange(ok, TimeSpan.Zero, Healing);
        Assert.Empty(await scenario.FindLostAsync());
        await scenario.Cluster.IsWholeAsync(Settling);
        var after = await PodsAsync();
        Assert.Empty(after.Values.Select(pod => pod.Address).Intersect(before.Values.Select(pod => pod.Address)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"ready {Stopwatch.GetElapsedTime(deleted, ready).TotalSeconds:0.0} s after the deletion, "
            + $"ok on all {ok.TotalSeconds:0.0} s later, whole {Stopwatch.GetElapsedTime(ready).TotalSeconds:0.0} s");
    }

    /// <summary>Until each of these is another one, and ready.</summary>
    private Task AreReplacedAsync(Dictionary<string, (string Uid, string Address, bool Ready)> old) => Poll.UntilAsync(
        async () => await PodsAsync() is { Count: LiveCluster.Members } now
            && old.All(pod => now[pod.Key].Ready && now[pod.Key].Uid != pod.Value.Uid),
        Replacing, () => $"others that are ready in the place of {string.Join(' ', old.Keys)}");

    private async Task IsOkOnAllAsync()
    {
        string[] states = [];
        await Poll.UntilAsync(
            async () =>
            {
                states = await Task.WhenAll((await scenario.Cluster.AddressesAsync()).Select(async pod =>
                    await scenario.Cluster.AskAsync(pod.Value, "CLUSTER", "INFO")));
                return states.Length == LiveCluster.Members
                    && states.All(state => state.Contains("cluster_state:ok", StringComparison.Ordinal));
            },
            Healing, () => string.Join('\n', states));
    }

    private async Task<string> MasterAsync()
    {
        foreach (var (pod, address) in await scenario.Cluster.AddressesAsync())
        {
            var replication = await scenario.Cluster.AskAsync(address, "INFO", "replication");
            if (replication.Contains("role:master", StringComparison.Ordinal)) return pod;
        }

        throw new InvalidOperationException("no master");
    }

    /// <summary>The pods that aren't going and have an address.</summary>
    private async Task<Dictionary<string, (string Uid, string Address, bool Ready)>> PodsAsync()
    {
        return (await scenario.Project.PodsAsync()).ToDictionary(
            pod => pod.Name, pod => (pod.Uid, pod.Address, pod.Ready));
    }
}
