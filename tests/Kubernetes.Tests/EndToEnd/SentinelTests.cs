using System.Text.Json.Nodes;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>Scenario S4.</summary>
[Collection(LabCollection.Name)]
public sealed class SentinelTests(LabCluster lab) : IAsyncLifetime
{
    private const int Keys = 400;
    private const string Name = "backend";
    private static readonly TimeSpan Failover = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(120);
    private CliProject _project = null!;
    private LiveSet _set = null!;

    public async Task InitializeAsync()
    {
        if (LabObstacle.Reason is not null) return;
        _project = await CliProject.CreateAsync(lab);
        _set = new LiveSet(_project, Name);
    }

    public async Task DisposeAsync()
    {
        if (LabObstacle.Reason is null) await _project.DisposeAsync();
    }

    [LabFact]
    public Task Up_Scenario_MastersPodDeleted_LosesNothing() => ScenarioRuns.OfAsync(
        "S4", "the stack file, and the master's pod deleted under load", LosesNothingAsync);

    private async Task<string> LosesNothingAsync()
    {
        const string Annotations = "{ pulumi.com/skipAwait: \"true\" }";
        const string Service =
            $"{{ type: LoadBalancer, internalLoadBalancer: awsCloudProvider, annotations: {Annotations} }}";
        Write($$"""
            storage: { ephemeral: {} }
            persistence: { appendOnly: off, snapshots: false }
            password: a-password-of-the-scenario
            service: {{Service}}
            readService: {{Service}}
            sentinelService: {{Service}}
            monitoring: { resources: { cpu: 10m, memory: 32Mi } }
            """);
        (await _project.RunAsync("up", "--yes")).Succeeded().Says(
            $"{Name}/sentinel: \"{Name}-sentinel.{_project.Namespace}.svc:26379\"", "RI2342");
        (await _project.RunAsync("preview", "--expect-no-changes")).Succeeded();
        foreach (var service in new[] { Name, $"{Name}-read", $"{Name}-sentinel" }) await IsInternalAsync(service);
        Assert.Contains("\nredis_up 1\n", (await lab.KubectlAsync(
            "get", "--raw", $"/api/v1/namespaces/{_project.Namespace}/pods/{Name}-0:9121/proxy/metrics"))
            .Replace("\r", ""));
        Assert.Matches(
            $"redis_sentinel_master_status{{master_address=\"[^\"]+\",master_name=\"{Name}\",master_status=\"ok\"}} 1",
            await lab.KubectlAsync(
                "get", "--raw",
                $"/api/v1/namespaces/{_project.Namespace}/pods/{Name}-sentinel-0:9121/proxy/metrics"));
        await using var client = await _set.ConnectAsync(Name);
        await client.WriteAsync("key", Keys, Healing);
        await ReadsAreFromAReplicaAsync();

        await using var workload = ProxyWorkload.Start(() => _set.ConnectAsync(Name));
        await workload.GoesOnAsync(Healing);
        var before = await _set.MasterAsync();
        workload.TakeLongest();
        await _project.KubectlAsync("delete", "pod", before, "--wait=false");
        await _set.AnotherMasterAsync(before);
        await workload.GoesOnAsync(Healing);
        var longest = workload.TakeLongest();
        Assert.InRange(longest, TimeSpan.Zero, Failover);
        await _set.FollowAsync(3);
        Assert.Empty(await workload.FindWrongAsync());
        Assert.Equal(Keys, await client.CountAsync("key", Keys));

        (await _project.RunAsync("destroy", "--yes")).Succeeded();
        Assert.Empty(await _project.ObjectsAsync());
        return $"a write waited {longest.TotalMilliseconds:0} ms at most; none lost";
    }

    private void Write(string more) => _project.WriteDeployment(Name, $$"""
        topology: sentinel
        resources: { cpu: 20m, memory: 128Mi }
        sentinelResources: { cpu: 20m, memory: 64Mi }
        proxy: { image: "docker.io/lab/haproxy:2.6-debian12", resources: { cpu: 20m, memory: 64Mi } }
        """ + "\n" + more.TrimEnd());

    private async Task IsInternalAsync(string name)
    {
        var service = JsonNode.Parse(await _project.KubectlAsync("get", "service", name, "-o", "json"))!;
        Assert.Equal("LoadBalancer", (string?)service["spec"]!["type"]);
        Assert.Equal(
            "true",
            (string?)service["metadata"]!["annotations"]!["service.beta.kubernetes.io/aws-load-balancer-internal"]);
    }

    private async Task ReadsAreFromAReplicaAsync()
    {
        await using var reader = await _set.ConnectAsync($"{Name}-read");
        await Poll.UntilAsync(
            async () => (await reader.AskAsync("INFO", "replication"))?.Contains("role:slave") == true
                && await reader.CountAsync("key", Keys) == Keys,
            Healing, () => "every key from a replica");
    }
}
