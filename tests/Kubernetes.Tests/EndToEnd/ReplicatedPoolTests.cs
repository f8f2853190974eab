namespace Kubernetes.Tests.EndToEnd;

/// <summary>A pool whose shards have replicas: a master goes, the ring grows, clients of the Service go on.</summary>
[Collection(LabCollection.Name)]
public sealed class ReplicatedPoolTests(LabCluster lab) : IAsyncLifetime
{
    private const string Name = "pool";
    private const int Port = 22121;
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(120);
    private CliProject _project = null!;

    public async Task InitializeAsync()
    {
        if (LabObstacle.Reason is null) _project = await CliProject.CreateAsync(lab);
    }

    public async Task DisposeAsync()
    {
        if (LabObstacle.Reason is null) await _project.DisposeAsync();
    }

    [LabFact]
    public async Task MasterGoes_AndAShardComes_ClientsGoOnThroughTheSameProxies()
    {
        Write(shards: 2);
        (await _project.RunAsync("up", "--yes")).Succeeded();
        await using var workload = ProxyWorkload.Start(ConnectAsync);
        await workload.GoesOnAsync(Healing);
        string proxies = await ProxiesAsync();
        (await _project.RunAsync("preview", "--expect-no-changes")).Succeeded();

        string master = await MasterAsync("pool-alpha-0");
        workload.TakeLongest();
        await _project.KubectlAsync("delete", "pod", master, "--wait=false");
        await Poll.UntilAsync(
            async () => await MasterAsync("pool-alpha-0") is { Length: > 0 } now && now != master, Healing,
            () => $"another master than {master}");
        await workload.GoesOnAsync(Healing);
        Console.WriteLine($"master deleted: a write waited {workload.TakeLongest().TotalMilliseconds:0} ms at most");
        Assert.Equal(proxies, await ProxiesAsync());

        Write(shards: 3);
        (await _project.RunAsync("preview")).Succeeded().Says("pool-alpha-2 joins the ring");
        (await _project.RunAsync("up", "--yes")).Succeeded().Says("moved in", "writers waited");
        await workload.GoesOnAsync(Healing);
        Assert.Empty(await workload.FindWrongAsync());
    }

    private void Write(int shards) => _project.WriteDeployment(Name, $$"""
        topology: twemproxy
        proxy: { replicas: 2, resources: { cpu: 20m, memory: 64Mi } }
        pools:
          alpha:
            shards: {{shards}}
            replicas: 1
            hash: murmur
            timeout: 1s
            storage: { ephemeral: { sizeLimit: 100Mi } }
            resources: { cpu: 20m, memory: 64Mi }
        """);

    /// <summary>The pod that calls itself the shard's master; empty while none or two do.</summary>
    private async Task<string> MasterAsync(string shard)
    {
        string found = "";
        foreach (string pod in (string[])[$"{shard}-0", $"{shard}-1"])
        {
            // The pod may be going, or coming.
            var (exit, role) = await lab.TryKubectlAsync(
                "-n", _project.Namespace, "exec", pod, "-c", "redis", "--", "redis-cli", "ROLE");
            if (exit == 0 && role.StartsWith("master", StringComparison.Ordinal)) found = found == "" ? pod : "two";
        }

        return found == "two" ? "" : found;
    }

    /// <summary>The proxies' pods, and how often each was restarted.</summary>
    private Task<string> ProxiesAsync() => _project.KubectlAsync(
        "get", "pods", "-l", "app.kubernetes.io/component=proxy", "-o",
        "jsonpath={range .items[*]}{.metadata.name} {.status.containerStatuses[0].restartCount};{end}");

    private Task<ProxyClient> ConnectAsync() => _project.ConnectAsync(Name, Port);
}
