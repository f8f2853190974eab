using System.Text.Json.Nodes;
using RedisInfra.Cli.Lab;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>Scenario S5 from its stack file: one Redis on an NFS export, behind a node port with affinity.</summary>
[Collection(LightLabCollection.Name)]
public sealed class StandaloneTests(LabCluster lab) : IAsyncLifetime
{
    private const int Keys = 400;
    private const int Port = 6379;
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(60);

    // The export outlives the test, so nobody else may find its folder.
    private readonly string _name = $"s5-{Guid.NewGuid().ToString("N")[..8]}";
    private string _workload = "";
    private CliProject _project = null!;

    private string Volume => $"{_project.Namespace}-{_name}-data";

    private string Folder => Path.Combine(
        LabScripts.Home, "nfs", "export", _workload == "deployment" ? _name : $"{_name}-0");

    public async Task InitializeAsync()
    {
        if (LabObstacle.Reason is not null) return;
        _project = await CliProject.CreateAsync(lab);
    }

    public async Task DisposeAsync()
    {
        if (LabObstacle.Reason is not null) return;
        var volume = Volume;
        await _project.DisposeAsync();
        await lab.TryKubectlAsync("delete", "pv", volume, "--wait=false", "--ignore-not-found");
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    [LabTheory]
    [InlineData("deployment")]
    [InlineData("statefulSet")]
    public async Task Up_Scenario_KeepsItsDataWhenThePodIsDeleted(string workload)
    {
        Write(workload);
        (await _project.RunAsync("up", "--yes")).Succeeded().Says(
            $"{_name}: \"{_name}.{_project.Namespace}.svc:{Port}\"", "[secret]",
            $"RedisStandalone \"{_name}\": a crash loses the writes of about 1 s");
        await IsAsTheScenarioSaysAsync();
        await using (var client = await ConnectAsync())
        {
            await client.WriteAsync("key", Keys, Healing);
            await ScenarioRuns.OfAsync("S5", $"the pod of a {workload} deleted", () => DeleteThePodAsync(client));
            await client.WriteAsync("after", Keys, Healing);
        }

        (await _project.RunAsync("preview", "--expect-no-changes")).Succeeded();

        (await _project.RunAsync("destroy", "--yes")).Succeeded();
        Assert.Empty(await _project.ObjectsAsync());
        Assert.NotEqual(0, (await lab.TryKubectlAsync("get", "pv", Volume)).Exit);
        Assert.True(Directory.Exists(Path.Combine(Folder, "appendonlydir")), "the files stay on the server");
    }

    private void Write(string workload)
    {
        _workload = workload;
        _project.WriteDeployment(_name, $$"""
            topology: standalone
            workload: {{workload}}
            storage: { nfs: { server: 10.250.0.2, path: /export, size: 100Mi } }
            persistence: { appendOnly: everysec, snapshots: true }
            service: { type: NodePort, clientAffinity: 3h }
            resources: { cpu: 20m, memory: 64Mi }
            """);
    }

    private async Task IsAsTheScenarioSaysAsync()
    {
        var service = JsonNode.Parse(await _project.KubectlAsync("get", "service", _name, "-o", "json"))!["spec"]!;
        Assert.Equal(("NodePort", "ClientIP"), ((string)service["type"]!, (string)service["sessionAffinity"]!));
        Assert.Equal(10800, (int)service["sessionAffinityConfig"]!["clientIP"]!["timeoutSeconds"]!);
        var claim = JsonNode.Parse(await _project.KubectlAsync("get", "pvc", $"{_name}-data", "-o", "json"))!;
        Assert.Equal(("Bound", Volume), ((string)claim["status"]!["phase"]!, (string)claim["spec"]!["volumeName"]!));
    }

    private async Task<string> DeleteThePodAsync(ProxyClient client)
    {
        var before = await PodAsync();

        await _project.KubectlAsync("delete", "pod", before.Name, "--wait=false");

        await Poll.UntilAsync(
            async () => await PodAsync() is { Ready: true } now && now.Uid != before.Uid
                && await client.CountAsync("key", Keys) == Keys,
            Healing, () => "every key, from another pod");
        return "every key is there";
    }

    private Task<ProxyClient> ConnectAsync() => _project.ConnectAsync(_name, Port);

    /// <summary>The pod that isn't going.</summary>
    private async Task<(string Name, string Uid, bool Ready)> PodAsync()
    {
        var list = JsonNode.Parse(await _project.KubectlAsync("get", "pods", "-o", "json"))!;
        var pod = list["items"]!.AsArray().FirstOrDefault(p => p!["metadata"]!["deletionTimestamp"] is null);
        return pod is null
            ? ("", "", false)
            : ((string)pod["metadata"]!["name"]!, (string)pod["metadata"]!["uid"]!,
                pod["status"]!["conditions"]?.AsArray().Any(
                    c => (string?)c!["type"] == "Ready" && (string?)c["status"] == "True") == true);
    }
}
