using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>Scenario S4 from its stack file, and a set that keeps its data.</summary>
[Collection(LabCollection.Name)]
public sealed class SentinelTests(LabCluster lab) : IAsyncLifetime
{
    private const int Keys = 400;
    private const int Port = 6379;
    private const string Name = "backend";
    private const string Members = "app.kubernetes.io/name=redis,app.kubernetes.io/component=node";
    private static readonly TimeSpan Failover = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Forming = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(120);
    private CliProject _project = null!;

    public async Task InitializeAsync()
    {
        if (LabObstacle.Reason is not null) return;
        _project = await CliProject.CreateAsync(lab);
    }

    public async Task DisposeAsync()
    {
        if (LabObstacle.Reason is null) await _project.DisposeAsync();
    }

    [LabFact]
    public async Task Up_Scenario_MastersPodDeleted_LosesNothing()
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
        await using var client = await ConnectAsync(Name);
        await client.WriteAsync("key", Keys, Healing);
        await ReadsAreFromAReplicaAsync();

        await using var workload = ProxyWorkload.Start(() => ConnectAsync(Name));
        await workload.GoesOnAsync(Healing);
        var before = await MasterAsync();
        workload.TakeLongest();
        await _project.KubectlAsync("delete", "pod", before, "--wait=false");
        await Poll.UntilAsync(
            async () => await MasterAsync() is { Length: > 0 } now && now != before, Healing, () => "another master");
        await workload.GoesOnAsync(Healing);
        var longest = workload.TakeLongest();
        Console.WriteLine($"the master's pod was deleted: a write waited {longest.TotalMilliseconds:0} ms at most");
        Assert.InRange(longest, TimeSpan.Zero, Failover);
        await FollowAsync(3);
        Assert.Empty(await workload.FindWrongAsync());
        Assert.Equal(Keys, await client.CountAsync("key", Keys));

        (await _project.RunAsync("destroy", "--yes")).Succeeded();
        Assert.Empty(await _project.ObjectsAsync());
    }

    [LabFact]
    public async Task AllPodsDeletedAtOnce_FormsAgainWithTheNewestData()
    {
        Write("storage: { claims: { size: 100Mi } }");
        (await _project.RunAsync("up", "--yes")).Succeeded();
        await using var client = await ConnectAsync(Name);
        await client.WriteAsync("key", Keys, Healing);
        var before = await PodsAsync("");

        await _project.KubectlAsync("delete", "pod", "--all", "--wait=false");

        long? ready = null;
        await Poll.UntilAsync(
            async () =>
            {
                var pods = await PodsAsync("");
                if (ready is null && pods.Count == before.Count && !pods.Keys.Intersect(before.Keys).Any()
                    && pods.Values.All(pod => pod.Ready)) ready = Stopwatch.GetTimestamp();
                return ready is not null && await client.CountAsync("key", Keys) == Keys;
            },
            Healing, () => "every key, from pods that are all new");
        var took = Stopwatch.GetElapsedTime(ready!.Value);
        Console.WriteLine($"formed again {took.TotalSeconds:0.0} s after the last pod was ready");
        Assert.InRange(took, TimeSpan.Zero, Forming);
        await FollowAsync(3);
        await client.WriteAsync("after", Keys, Healing);
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
        await using var reader = await ConnectAsync($"{Name}-read");
        await Poll.UntilAsync(
            async () => (await reader.AskAsync("INFO", "replication"))?.Contains("role:slave") == true
                && await reader.CountAsync("key", Keys) == Keys,
            Healing, () => "every key from a replica");
    }

    /// <summary>Waits until so many members are one master and replicas whose links are up.</summary>
    private Task FollowAsync(int members) => Poll.UntilAsync(
        async () =>
        {
            var said = await RolesAsync();
            return said.Count == members && said.Values.Count(text => text.Contains("role:master")) == 1
                && said.Values.Count(text => text.Contains("master_link_status:up")) == members - 1;
        },
        Healing, () => "one master that all others follow");

    /// <summary>The pod of the only master; empty while there is none.</summary>
    private async Task<string> MasterAsync() =>
        (await RolesAsync()).Where(said => said.Value.Contains("role:master")).Select(said => said.Key).ToList()
            is [var only] ? only : "";

    private async Task<Dictionary<string, string>> RolesAsync()
    {
        var said = new Dictionary<string, string>();
        var password = await PasswordAsync();
        foreach (var pod in (await PodsAsync(Members)).Values)
        {
            await using var client = new ProxyClient(pod.Address, Port, password);
            said[pod.Name] = await client.AskAsync("INFO", "replication") ?? "";
        }

        return said;
    }

    private async Task<ProxyClient> ConnectAsync(string service) => new(
        await _project.KubectlAsync("get", "service", service, "-o", "jsonpath={.spec.clusterIP}"), Port,
        await PasswordAsync());

    private async Task<string> PasswordAsync() => Encoding.UTF8.GetString(Convert.FromBase64String(
        await _project.KubectlAsync("get", "secret", $"{Name}-auth", "-o", "jsonpath={.data.password}")));

    /// <summary>The pods that aren't going and have an address, by their uids.</summary>
    private async Task<Dictionary<string, (string Name, string Address, bool Ready)>> PodsAsync(string label)
    {
        var list = JsonNode.Parse(await _project.KubectlAsync("get", "pods", "-l", label, "-o", "json"))!;
        return list["items"]!.AsArray()
            .Where(pod => pod!["metadata"]!["deletionTimestamp"] is null && pod["status"]!["podIP"] is not null)
            .ToDictionary(
                pod => (string)pod!["metadata"]!["uid"]!,
                pod => ((string)pod!["metadata"]!["name"]!, (string)pod["status"]!["podIP"]!,
                    pod["status"]!["conditions"]!.AsArray().Any(
                        c => (string?)c!["type"] == "Ready" && (string?)c["status"] == "True")));
    }
}
