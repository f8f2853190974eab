namespace Kubernetes.Tests.EndToEnd;

/// <summary>A monitored server, first without the Prometheus operator's kinds, then with them.</summary>
[Collection(LightLabCollection.Name)]
public sealed class MonitoringTests(LabCluster lab) : IAsyncLifetime
{
    private const string Image = "docker.io/lab/redis-exporter:1.45-debian12";
    private const string Name = "watched";
    private static readonly string[] s_kinds = ["servicemonitors", "prometheusrules"];
    private static readonly string[] s_definitions =
        [.. s_kinds.Select(kind => $"customresourcedefinition/{kind}.monitoring.coreos.com")];

    private CliProject _project = null!;

    public async Task InitializeAsync()
    {
        if (LabObstacle.Reason is not null) return;
        await ForgetKindsAsync();
        _project = await CliProject.CreateAsync(lab);
    }

    public async Task DisposeAsync()
    {
        if (LabObstacle.Reason is not null) return;
        await _project.DisposeAsync();
        await ForgetKindsAsync();
    }

    [LabFact]
    public async Task Up_KindsThatComeLater_AreToldFirstAndMadeThen()
    {
        Write("required: true");
        (await _project.RunAsync("preview")).Refused("RI4611 monitoring of \"watched\"");
        Write("required: false");
        (await _project.RunAsync("up", "--yes")).Succeeded().Says(
            "RI4610 monitoring of \"watched\": the cluster has no monitoring.coreos.com/v1/ServiceMonitor and no "
            + "monitoring.coreos.com/v1/PrometheusRule");
        var figures = await lab.KubectlAsync(
            "get", "--raw", $"/api/v1/namespaces/{_project.Namespace}/pods/{Name}-0:9121/proxy/metrics");
        Assert.Contains("\nredis_up 1\n", figures.Replace("\r", ""));
        Assert.Contains("\nredis_memory_max_bytes 5.0331648e+07\n", figures);

        await MakeKindsAsync();
        (await _project.RunAsync("up", "--yes")).Succeeded();
        Assert.Equal(
            $"servicemonitor.monitoring.coreos.com/{Name}\nprometheusrule.monitoring.coreos.com/{Name}",
            await _project.KubectlAsync("get", string.Join(',', s_kinds), "-o", "name"));
        (await _project.RunAsync("preview", "--expect-no-changes")).Succeeded();

        (await _project.RunAsync("destroy", "--yes")).Succeeded();
        Assert.Equal("", await _project.KubectlAsync("get", string.Join(',', s_kinds), "-o", "name"));
        Assert.Empty(await _project.ObjectsAsync());
    }

    private void Write(string more) => _project.WriteDeployment(Name, $$"""
        topology: standalone
        storage: { ephemeral: {} }
        persistence: { appendOnly: "off", snapshots: false }
        resources: { cpu: 20m, memory: 64Mi }
        monitoring: { image: "{{Image}}", resources: { cpu: 10m, memory: 32Mi }, {{more}} }
        """);

    private async Task MakeKindsAsync()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                file,
                Definition("ServiceMonitor", "servicemonitors") + Definition("PrometheusRule", "prometheusrules"));
            await lab.KubectlAsync("apply", "-f", file);
        }
        finally
        {
            File.Delete(file);
        }

        await lab.KubectlAsync(["wait", "--for=condition=Established", "--timeout=60s", .. s_definitions]);
    }

    private Task ForgetKindsAsync() =>
        lab.TryKubectlAsync(["delete", "--ignore-not-found", "--timeout=60s", .. s_definitions]);

    private static string Definition(string kind, string plural) => $$"""
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: {{plural}}.monitoring.coreos.com
        spec:
          group: monitoring.coreos.com
          scope: Namespaced
          names: { kind: {{kind}}, plural: {{plural}}, singular: {{kind.ToLowerInvariant()}} }
          versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true }

        """;
}
