using RedisInfra.Cli.Lab;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>Scenario S1 from its stack file: shards on one NFS export behind two proxies.</summary>
[Collection(LabCollection.Name)]
public sealed class TwemproxyTests(LabCluster lab) : IAsyncLifetime
{
    private const int Keys = 400;
    private const int Port = 22121;
    private const int Shards = 4;
    private const string ShardLabel = "redisinfra.io/pool=alpha";
    private const string ProxyLabel = "app.kubernetes.io/component=proxy";
    private static readonly TimeSpan Serving = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(120);

    // The export outlives the test, so nobody else may find its folders.
    private readonly string _name = $"s1-{Guid.NewGuid().ToString("N")[..8]}";
    private CliProject _project = null!;

    public async Task InitializeAsync()
    {
        if (LabObstacle.Reason is not null) return;
        _project = await CliProject.CreateAsync(lab);
        Write();
    }

    private void Write(int shards = Shards, string hash = "fnv1a_64", string onRingChange = "move") =>
        _project.WriteDeployment(_name, $$"""
            topology: twemproxy
            proxy: { replicas: 2, resources: { cpu: 20m, memory: 64Mi } }
            pools:
              alpha:
                shards: {{shards}}
                hash: {{hash}}
                onRingChange: {{onRingChange}}
                hashTag: "{}"
                distribution: ketama
                timeout: 400ms
                storage: { nfs: { server: 10.250.0.2, path: /export, size: 100Mi } }
                resources: { cpu: 20m, memory: 64Mi }
            """);

    public async Task DisposeAsync()
    {
        if (LabObstacle.Reason is not null) return;
        var volume = $"{_project.Namespace}-{_name}-alpha-data";
        await _project.DisposeAsync();
        await lab.TryKubectlAsync("delete", "pv", volume, "--wait=false");
        foreach (var folder in Directory.GetDirectories(Path.Combine(LabScripts.Home, "nfs", "export"), $"{_name}-*"))
            Directory.Delete(folder, recursive: true);
    }

    [LabFact]
    public async Task Up_Scenario_MovesKeysOutAndIn_ServesOnWhenAllShardsMoveAndWhenAProxyGoes()
    {
        (await _project.RunAsync("up", "--yes")).Succeeded().Says(
            "19 created", $"{_name}/alpha: \"{_name}.{_project.Namespace}.svc:{Port}\"", "[secret]");
        await using var client = await ConnectAsync();
        await client.WriteAsync("key", Keys, Healing);
        await ServesAsync(client, "key");
        (await _project.RunAsync("preview", "--expect-no-changes")).Succeeded();

        await PreviewRingChangesAsync();
        await ScenarioRuns.OfAsync(
            "S1", "4 to 6 to 4 shards under load, up killed twice", () => OutAndInAsync(client));
        await ScenarioRuns.OfAsync("S1", "the pods of all shards deleted", () => MoveAllShardsAsync(client));
        await ScenarioRuns.OfAsync("S1", "a proxy's pod deleted", () => LoseAProxyAsync(client));
    }

    /// <summary>4 -> 6 -> 4 shards, with clients all the time: every key has its last acknowledged value.</summary>
    private async Task<string> OutAndInAsync(ProxyClient client)
    {
        await using var workload = ProxyWorkload.Start(ConnectAsync);
        await workload.GoesOnAsync(Healing);
        Write(shards: 6);
        (await _project.RunAsync("preview")).Succeeded().Says(
            $"{_name}-alpha-0 -> {_name}-alpha-", $"{_name}-alpha-5 joins the ring", "keys");
        workload.TakeLongest();
        (await _project.RunAsync("up", "--yes")).Succeeded().Says("moved in", "writers waited");
        var longestOut = workload.TakeLongest();
        await workload.GoesOnAsync(Healing);
        await ServesAsync(client, "key");
        (await _project.RunAsync("preview", "--expect-no-changes")).Succeeded();

        Write();
        (await _project.RunAsync("preview")).Succeeded().Says($"{_name}-alpha-5 leaves the ring");
        await KillUpAsync(TimeSpan.Zero);
        await KillUpAsync(TimeSpan.FromSeconds(1));
        (await _project.RunAsync("up", "--yes")).Succeeded();
        var longestIn = workload.TakeLongest();
        Assert.Equal(Shards, (await PodsAsync(ShardLabel)).Count);
        await workload.GoesOnAsync(Healing);
        await ServesAsync(client, "key");
        Assert.Empty(await workload.FindWrongAsync());
        return $"a write waited {longestOut.TotalMilliseconds:0} ms at most, {longestIn.TotalMilliseconds:0} ms with "
            + $"the killed ones; none of {workload.Acknowledged} lost";
    }

    /// <summary>kill -9 of up so long after it has begun to move keys; the next one continues.</summary>
    private async Task KillUpAsync(TimeSpan later)
    {
        await using var run = _project.Start("up", "--yes", "--skip-preview");
        await run.WaitForAsync($"{_name}-alpha-drain updating", Healing);
        await Task.Delay(later);
        await run.KillAsync();
    }

    /// <summary>A change of the ring may be refused, or done knowing what is lost.</summary>
    private async Task PreviewRingChangesAsync()
    {
        Write(shards: Shards + 1, onRingChange: "refuse");
        (await _project.RunAsync("preview")).Refused("RI3461", $"{_name}-alpha-4 is new", "% of its keys");
        Write(hash: "murmur", onRingChange: "remap");
        (await _project.RunAsync("preview")).Succeeded().Says(
            "RI3462", "hash was fnv1a_64, is murmur", "% of its keys");
        Write();
    }

    /// <summary>Every shard gets a new address; the proxies that run find them by their names.</summary>
    private async Task<string> MoveAllShardsAsync(ProxyClient client)
    {
        var (shards, proxies) = (await PodsAsync(ShardLabel), await PodsAsync(ProxyLabel));
        Assert.Equal((Shards, 2), (shards.Count, proxies.Count));

        await _project.KubectlAsync("delete", "pod", "-l", ShardLabel, "--wait=false");

        await Poll.UntilAsync(
            async () => (await PodsAsync(ShardLabel)) is { Count: Shards } now
                && now.All(pod => pod.Value.Uid != shards[pod.Key].Uid) && await client.CountAsync("key", Keys) == Keys,
            Healing, () => "every key through the proxies, from shards that are new");
        var moved = await PodsAsync(ShardLabel);
        Assert.Equal(shards.Keys.Order(), moved.Keys.Order());
        Assert.Empty(moved.Values.Select(pod => pod.Address).Intersect(shards.Values.Select(pod => pod.Address)));
        Assert.Equal(proxies.Keys.Order(), (await PodsAsync(ProxyLabel)).Keys.Order());
        await client.WriteAsync("after", Keys, Healing);
        return "the same proxies serve every key";
    }

    /// <summary>One proxy goes, and another comes: clients only connect again.</summary>
    private async Task<string> LoseAProxyAsync(ProxyClient client)
    {
        await Poll.UntilAsync(
            async () => (await PodsAsync(ProxyLabel)).Values.Count(pod => pod.Ready) == 2, Healing,
            () => "two proxies that are ready");
        var before = await PodsAsync(ProxyLabel);
        var gone = before.Keys.Order().First();

        await _project.KubectlAsync("delete", "pod", gone, "--wait=false");

        await Poll.UntilAsync(
            async () =>
            {
                await ServesAsync(client, "key");
                return (await PodsAsync(ProxyLabel)) is { Count: 2 } now && !now.ContainsKey(gone)
                    && now.Values.All(pod => pod.Ready);
            },
            Healing, () => $"another proxy in the place of {gone}");
        await ServesAsync(client, "key");
        await ServesAsync(client, "after");
        return "";
    }

    /// <summary>A connection may break with its proxy, and a busy machine may cost a shard its 400 ms; the next one
    /// works.</summary>
    private static Task ServesAsync(ProxyClient client, string key) => Poll.UntilAsync(
        async () => await client.CountAsync(key, Keys) == Keys, Serving, () => $"every {key} through a proxy");

    private Task<ProxyClient> ConnectAsync() => _project.ConnectAsync(_name, Port);

    /// <summary>The pods that aren't going and have an address.</summary>
    private async Task<Dictionary<string, (string Uid, string Address, bool Ready)>> PodsAsync(string label)
    {
        return (await _project.PodsAsync(label)).ToDictionary(
            pod => pod.Name, pod => (pod.Uid, pod.Address, pod.Ready));
    }
}
