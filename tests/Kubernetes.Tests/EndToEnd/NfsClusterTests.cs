using System.Diagnostics;
using System.Text.Json.Nodes;
using RedisInfra.Cli.Lab;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>Scenario S6 from its stack file: a Redis Cluster on static NFS volumes, one for each pod.</summary>
[Collection(LabCollection.Name)]
public sealed class NfsClusterTests(LabCluster lab) : IAsyncLifetime
{
    private const int Keys = 100;
    private const int UserId = 999;
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(120);

    // The export outlives the test, so nobody else may find its folders.
    private readonly string _folder = $"s6-{Guid.NewGuid().ToString("N")[..8]}";
    private CliProject _project = null!;

    private string Export => Path.Combine(LabScripts.Home, "nfs", "export", _folder);

    public async Task InitializeAsync()
    {
        if (LabObstacle.Reason is not null) return;
        _project = await CliProject.CreateAsync(lab);
    }

    public async Task DisposeAsync()
    {
        if (LabObstacle.Reason is not null) return;
        var volumes = Enumerable.Range(0, 8).Select(Volume);
        await _project.DisposeAsync();
        await lab.TryKubectlAsync(["delete", "pv", .. volumes, "--wait=false", "--ignore-not-found"]);
        if (Directory.Exists(Export)) Directory.Delete(Export, recursive: true);
    }

    [LabFact]
    public Task Up_Scenario_FindsEachPodsVolumeAgain_AndGoesOutAndInWithItsKeys() => ScenarioRuns.OfAsync(
        "S6", "all pods deleted, then 6 to 8 to 6 members under load", FindsVolumesAndGoesOutAndInAsync);

    private async Task<string> FindsVolumesAndGoesOutAndInAsync()
    {
        MakeFolders(from: 0, to: 6);
        Write(shards: 3);
        (await _project.RunAsync("up", "--yes")).Succeeded().Says("RI2621");
        var cluster = new LiveCluster(_project);
        await HaveTheirVolumesAsync(6);
        await using var workload = await Workload.StartAsync(cluster, Keys);
        await workload.HasAllKeysAsync(Healing);

        await AllPodsGoAsync(cluster);
        await workload.GoesOnAsync(Healing);

        MakeFolders(from: 6, to: 8);
        Write(shards: 4);
        (await _project.RunAsync("up", "--yes")).Succeeded().Says("4,096 slots");
        await HaveTheirVolumesAsync(8);
        await workload.GoesOnAsync(Healing);
        Write(shards: 3);
        (await _project.RunAsync("up", "--yes")).Succeeded().Says(
            $"keeps the files of 2 member(s) that left; who has the name again finds them: "
            + $"10.250.0.2:/export/{_folder}/orders-6, 10.250.0.2:/export/{_folder}/orders-7");
        await HaveTheirVolumesAsync(6);
        Assert.True(File.Exists(Path.Combine(Export, "orders-7", "nodes.conf")), "the files stay on the server");
        (await _project.RunAsync("preview", "--expect-no-changes")).Succeeded();
        await workload.GoesOnAsync(Healing);
        Assert.Empty(await workload.FindLostAsync());

        (await _project.RunAsync("destroy", "--yes")).Succeeded().Says(
            $"10.250.0.2:/export/{_folder}/orders-0");
        Assert.Empty(await _project.ObjectsAsync());
        Assert.NotEqual(0, (await lab.TryKubectlAsync("get", "pv", Volume(0))).Exit);
        Assert.True(File.Exists(Path.Combine(Export, "orders-0", "nodes.conf")), "the files stay on the server");
        return "each pod on its own volume; nothing lost; the files of those that left are kept";
    }

    private string Volume(int number) => $"{_project.Namespace}-orders-{number}";

    /// <summary>As an administrator makes them at the server: nobody else may read them.</summary>
    private void MakeFolders(int from, int to)
    {
        foreach (var number in Enumerable.Range(from, to - from))
        {
            var folder = Directory.CreateDirectory(Path.Combine(Export, $"orders-{number}")).FullName;
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            using var process = Process.Start("chown", [$"{UserId}:{UserId}", folder]);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
    }

    private void Write(int shards) => _project.WriteDeployment(CliProject.Deployment, $$"""
        topology: cluster
        workload: single
        shards: {{shards}}
        replicasPerShard: 1
        spread: preferred
        storage: { nfs: { server: 10.250.0.2, path: /export/{{_folder}}, exports: perMember, size: 100Mi } }
        persistence: { appendOnly: everysec, snapshots: true }
        nodeTimeout: 5s
        resources: { cpu: 20m, memory: 128Mi }
        """);

    /// <summary>Each pod's claim is bound to the volume that is its own, and no volume is left over.</summary>
    private async Task HaveTheirVolumesAsync(int members)
    {
        var claims = JsonNode.Parse(await _project.KubectlAsync("get", "pvc", "-o", "json"))!["items"]!.AsArray();
        Assert.Equal(
            Enumerable.Range(0, members).Select(i => ($"data-orders-{i}", Volume(i), "Bound")),
            claims.Select(c => (
                (string)c!["metadata"]!["name"]!, (string)c["spec"]!["volumeName"]!, (string)c["status"]!["phase"]!))
                .Order());
        var volumes = JsonNode.Parse(await lab.KubectlAsync("get", "pv", "-o", "json"))!["items"]!.AsArray();
        Assert.Equal(
            Enumerable.Range(0, members).Select(i => (Volume(i), $"/export/{_folder}/orders-{i}", $"data-orders-{i}")),
            volumes.Where(v => ((string)v!["metadata"]!["name"]!).StartsWith(
                $"{_project.Namespace}-", StringComparison.Ordinal)).Select(v => (
                (string)v!["metadata"]!["name"]!, (string)v["spec"]!["nfs"]!["path"]!,
                (string)v["spec"]!["claimRef"]!["name"]!)).Order());
    }

    /// <summary>A node's id is in its files: every pod has its own again, at another address.</summary>
    private async Task AllPodsGoAsync(LiveCluster cluster)
    {
        var before = await IdsAsync(cluster);
        Assert.Equal(6, before.Values.Distinct().Count());

        await _project.KubectlAsync("delete", "pods", "--all");

        var last = "";
        await Poll.UntilAsync(
            async () =>
            {
                try
                {
                    var after = await IdsAsync(cluster);
                    last = string.Join(' ', after);
                    return after.Count == 6 && after.All(pod => before[pod.Key] == pod.Value)
                        && await AreAllOkAsync(cluster);
                }
                catch (Exception lost) when (lost is RedisInfra.Admin.Resp.RedisConnectionException
                    or RedisInfra.Admin.Resp.RedisErrorException)
                {
                    last = lost.Message; // a pod that just starts
                    return false;
                }
            },
            Healing, () => $"every node on its own volume; last seen: {last}");
    }

    private static async Task<Dictionary<string, string>> IdsAsync(LiveCluster cluster)
    {
        var ids = new Dictionary<string, string>();
        foreach (var (pod, address) in await cluster.AddressesAsync())
            ids[pod] = await cluster.AskAsync(address, "CLUSTER", "MYID");
        return ids;
    }

    private static async Task<bool> AreAllOkAsync(LiveCluster cluster)
    {
        foreach (var address in (await cluster.AddressesAsync()).Values)
            if (!(await cluster.AskAsync(address, "CLUSTER", "INFO")).Contains("cluster_state:ok")) return false;
        return true;
    }
}
