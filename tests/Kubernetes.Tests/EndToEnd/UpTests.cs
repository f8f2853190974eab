using System.Text.Json.Nodes;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>
/// A deployed cluster: what up says and makes, that it stays as it is, and that it keeps every acknowledged key.
/// </summary>
[Collection(LabCollection.Name)]
public sealed class UpTests(DeployedProject deployed) : IClassFixture<DeployedProject>
{
    private const string Unchanged = "20 unchanged";
    private const int Tries = 3;
    private static readonly string[] WithStatus = ["Pod", "StatefulSet", "PodDisruptionBudget"];
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(90);

    // A pod may use all its 60 s of grace, and the kubelet then looks at it only now and then.
    private static readonly TimeSpan Replacing = TimeSpan.FromSeconds(150);

    private CliProject Project => deployed.Project;

    private LiveCluster Cluster => deployed.Cluster;

    [LabFact]
    public async Task Up_FromNothing_EndsWithAFormedCluster()
    {
        deployed.FirstUp.Succeeded().Says(
            "+ 20 to create", "+ 20 created", "3 masters and 3 replicas",
            $"{CliProject.Deployment}: \"{CliProject.Deployment}.{Project.Namespace}.svc:6379\"",
            "connectionStrings", "[secret]");
        Assert.DoesNotContain(await Cluster.PasswordAsync(), deployed.FirstUp.Output, StringComparison.Ordinal);
        await Cluster.IsWholeAsync(Healing);
        Assert.Equal(LiveCluster.Pods.Order(), (await Cluster.AddressesAsync()).Keys.Order());
    }

    [LabFact]
    public async Task Up_Again_WritesNothing()
    {
        for (var left = Tries; ; left--)
        {
            await Cluster.IsWholeAsync(Healing);
            var (objects, loose, writes) = (await ObjectsAsync(false), await ObjectsAsync(true), await WritesAsync());

            (await Project.RunAsync("up", "--yes", "--expect-no-changes")).Succeeded().Says(Unchanged);

            Assert.Equal(objects, await ObjectsAsync(false));
            string[] before = [.. loose, .. writes];
            string[] after = [.. await ObjectsAsync(true), .. await WritesAsync()];
            // A pod that misses a probe changes by itself, and so does a server that saves; up would each time.
            if (left > 1 && !before.SequenceEqual(after)) continue;
            Assert.Equal(before, after);
            return;
        }
    }

    [LabFact]
    public async Task Preview_OfWhatIsThere_ShowsNoChange() =>
        (await Project.RunAsync("preview", "--expect-no-changes")).Succeeded().Says(Unchanged);

    [LabFact]
    public async Task Refresh_OfWhatIsThere_FindsNoChange()
    {
        (await Project.RunAsync("refresh", "--yes")).Succeeded();
        (await Project.RunAsync("preview", "--expect-no-changes")).Succeeded().Says(Unchanged);
    }

    [LabFact]
    public async Task Status_ShowsEveryMember()
    {
        await Cluster.IsWholeAsync(Healing);
        (await Project.RunAsync("status")).Succeeded().Says([.. LiveCluster.Pods, "16384 of 16384 slots", "master"]);
        var json = JsonNode.Parse((await Project.RunAsync("status", "--json")).Succeeded().Output)!;
        Assert.True((bool)json["ok"]!);
        var cluster = json["clusters"]!.AsArray().Single()!;
        Assert.Equal(16384, (int)cluster["slotsAssigned"]!);
        var members = cluster["members"]!.AsArray();
        Assert.Equal(LiveCluster.Pods.Order(), members.Select(m => (string)m!["node"]!).Order());
        Assert.Equal(3, members.Count(m => (string)m!["role"]! == "master"));
    }

    [LabFact]
    public async Task PodDeleted_EachInTurn_LosesNoAcknowledgedKey()
    {
        await Cluster.IsWholeAsync(Healing);
        await using var workload = await Workload.StartAsync(Cluster);
        await workload.GoesOnAsync(Healing);
        foreach (var pod in LiveCluster.Pods)
        {
            var old = await UidAsync(pod);
            await Project.KubectlAsync("delete", "pod", pod, "--wait=false");
            await Poll.UntilAsync(async () => await UidAsync(pod) is { Length: > 0 } uid && uid != old, Replacing,
                () => $"another {pod}");
            await Cluster.IsWholeAsync(Healing);
            await workload.GoesOnAsync(Healing);
        }

        Assert.Empty(await workload.FindLostAsync());
    }

    [LabFact]
    public async Task Up_ChangedConfig_RollsWithoutLosingAnAcknowledgedKey()
    {
        await Cluster.IsWholeAsync(Healing);
        Project.Write("config: { maxmemory-samples: \"7\" }");
        (await Project.RunAsync("preview")).Succeeded().Says(
            "kubernetes:core/v1:ConfigMap", "kubernetes:apps/v1:StatefulSet orders-shard-0 update",
            "kubernetes:apps/v1:StatefulSet orders-shard-1 update",
            "kubernetes:apps/v1:StatefulSet orders-shard-2 update");
        var before = await Project.ObjectsAsync();
        await using var workload = await Workload.StartAsync(Cluster);
        await workload.GoesOnAsync(Healing);

        (await Project.UpAsync()).Succeeded().Says("StatefulSet orders-shard-0 updated", "orders-topology updated");

        await Cluster.IsWholeAsync(Healing);
        await workload.GoesOnAsync(Healing);
        Assert.Empty(await workload.FindLostAsync());
        var after = await Project.ObjectsAsync();
        foreach (var pod in LiveCluster.Pods)
        {
            Assert.NotEqual(before[$"Pod/{pod}"].Uid, after[$"Pod/{pod}"].Uid);
            Assert.Equal(before[$"PersistentVolumeClaim/data-{pod}"].Uid,
                after[$"PersistentVolumeClaim/data-{pod}"].Uid);
        }

        foreach (var address in (await Cluster.AddressesAsync()).Values)
        {
            var reply = await Cluster.ReplyAsync(address, "CONFIG", "GET", "maxmemory-samples");
            Assert.Equal("7", reply.Items[1].Text);
        }

        (await Project.RunAsync("preview", "--expect-no-changes")).Succeeded().Says(Unchanged);
    }

    /// <summary>Objects with their versions: those whose state others note in them, or those that nobody else
    /// writes.</summary>
    private async Task<string[]> ObjectsAsync(bool haveStatus) =>
    [
        .. (await Project.ObjectsAsync()).Where(o => WithStatus.Contains(o.Key.Split('/')[0]) == haveStatus)
            .Select(o => $"{o.Key} {o.Value.Uid} {o.Value.Version}").Order(StringComparer.Ordinal),
    ];

    private async Task<string> UidAsync(string pod) => await Project.KubectlAsync(
        "get", "pod", pod, "--ignore-not-found", "-o", "jsonpath={.metadata.uid}");

    /// <summary>How far each member's data and slot map have changed: any write moves the first.</summary>
    private async Task<string[]> WritesAsync() =>
        [.. await Task.WhenAll((await Cluster.AddressesAsync()).OrderBy(a => a.Key, StringComparer.Ordinal).Select(
            async pod =>
            {
                var persistence = await Cluster.AskAsync(pod.Value, "INFO", "persistence");
                var epochs = await Cluster.AskAsync(pod.Value, "CLUSTER", "INFO");
                return string.Join(' ', [pod.Key, .. Lines(persistence, "rdb_changes_since_last_save"),
                    .. Lines(epochs, "cluster_current_epoch"), .. Lines(epochs, "cluster_my_epoch")]);
            }))];

    private static IEnumerable<string> Lines(string info, string name) =>
        info.Split('\n').Where(l => l.StartsWith(name + ":", StringComparison.Ordinal)).Select(l => l.Trim());
}
