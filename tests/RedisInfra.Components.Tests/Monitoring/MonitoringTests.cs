using System.Collections.Immutable;
using System.Text.Json.Nodes;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Standalone;
using RedisInfra.Components.Tests.Harness;
using RedisInfra.Components.Tests.Standalone;
using RedisInfra.Components.Twemproxy;

namespace RedisInfra.Components.Tests.Monitoring;

public sealed class MonitoringTests
{
    /// <summary>The whole of what a monitored server declares, against files.</summary>
    [Fact]
    public async Task Declare_Everything_MatchesManifests() => Manifests.Check("monitoring-everything", await ServerRun
        .OfAsync(new RedisStandaloneArgs
        {
            Namespace = "data",
            Monitoring = new MonitoringArgs
            {
                Image = "registry.example/redis_exporter:v1.92.1",
                Resources = new RedisResourcesArgs
                {
                    Memory = Quantity.Mebibytes(32), Cpu = Quantity.Millicores(10), CpuLimit = Quantity.Millicores(50),
                },
                Namespace = "watching",
                Labels = { ["release"] = "prometheus" },
                Interval = TimeSpan.FromSeconds(15),
                DashboardNamespace = "grafana",
                DashboardLabels = new() { ["dashboards"] = "yes" },
                Required = true,
            },
        }));

    [Fact]
    public async Task Pod_Monitored_IsRestricted() => PodSecurity.Check(
        await ClusterRun.OfAsync(new RedisClusterArgs { Monitoring = new MonitoringArgs() }), "StatefulSet");

    /// <summary>Every pod that runs Redis has an exporter, and nothing but the Secret has its password.</summary>
    [Theory]
    [InlineData("cluster", 3)]
    [InlineData("standalone", 1)]
    [InlineData("twemproxy", 2)]
    public async Task Declare_Monitored_WatchesEveryServer(string what, int workloads)
    {
        var run = await ClusterRun.OfAsync(() => Declare(what, new MonitoringArgs()));

        var pods = run.Mocks.Requests.Where(r => r.Type == "kubernetes:apps/v1:StatefulSet").ToList();
        Assert.Equal(workloads, pods.Count);
        Assert.All(pods, pod =>
        {
            var yaml = ManifestYaml.Write(pod.Inputs);
            Assert.Contains("name: exporter\n", yaml);
            Assert.Contains("name: REDIS_EXPORTER_PASSWORD", yaml);
            Assert.DoesNotContain(RecordingMocks.GeneratedPassword, yaml);
        });
        Assert.All(
            run.Mocks.Requests.Where(r => r.Type!.EndsWith(":ConfigMap", StringComparison.Ordinal)),
            map => Assert.DoesNotContain(RecordingMocks.GeneratedPassword, ManifestYaml.Write(map.Inputs)));
        var objects = ObjectsOf(run);
        // Proxies have another Service, and so another ServiceMonitor.
        string[] proxies = what == "twemproxy" ? ["ServiceMonitor cache-proxy"] : [];
        Assert.Equal(
            ["ServiceMonitor cache", .. proxies, "PrometheusRule cache"],
            objects.Select(value => $"{(string)value["kind"]!} {(string)value["metadata"]!["name"]!}"));
    }

    [Fact]
    public void Check_PoolAtTheExportersPort_IsRefused()
    {
        var args = new TwemproxyPoolArgs
        {
            Monitoring = new MonitoringArgs(), Pools = [new TwemproxyRingArgs { Name = "a", Port = 9122 }],
            Proxy = new TwemproxyProxyArgs { Image = "registry.example/twemproxy:0.5.0" },
        };

        Assert.Contains("9122", Assert.Single(TwemproxyValidation.CheckShape("cache", args)).What);
        args.Monitoring = null;
        Assert.Empty(TwemproxyValidation.CheckShape("cache", args));
    }

    /// <summary>What tells figures of a proxy sees no password, not even the file with it.</summary>
    [Fact]
    public async Task Proxy_Monitored_HasAnExporterWithoutSecrets()
    {
        var run = await ClusterRun.OfAsync(() => Declare("twemproxy", new MonitoringArgs()));

        var proxies = run.Mocks.Requests.Single(r => r.Type!.EndsWith(":Deployment", StringComparison.Ordinal));
        var exporter = ManifestYaml.Write(proxies.Inputs).Split("\n      - ")
            .Single(container => container.Contains("exporter.pl", StringComparison.Ordinal));
        Assert.Contains("mountPath: /etc/redisinfra\n", exporter);
        Assert.DoesNotContain("/run/redisinfra", exporter);
        Assert.DoesNotContain("secretKeyRef", exporter);
    }

    [Theory]
    [InlineData("cluster")]
    [InlineData("standalone")]
    [InlineData("twemproxy")]
    public async Task Declare_NotMonitored_HasNoneOfIt(string what)
    {
        var run = await ClusterRun.OfAsync(() => Declare(what, null));

        Assert.DoesNotContain(run.Mocks.Requests, request => request.Type == MonitoringObjects.Token);
        Assert.DoesNotContain(run.Mocks.Requests, request => request.Name!.Contains("exporter"));
    }

    [Fact]
    public async Task Declare_WithoutAlertsAndDashboard_LeavesThemOut()
    {
        var run = await ClusterRun.OfAsync(
            () => Declare("cluster", new MonitoringArgs { Alerts = false, Dashboard = false }));

        Assert.Equal("ServiceMonitor", (string)Assert.Single(ObjectsOf(run))["kind"]!);
        Assert.DoesNotContain(run.Mocks.Requests, request => request.Name == "cache-dashboard");
    }

    [Fact]
    public void Check_EverythingWrong_AllToldAtOnce()
    {
        var found = new List<string>();
        MonitoringRules.Check(
            new MonitoringInputValues
            {
                Image = "redis_exporter", Memory = Quantity.Mebibytes(1), Namespace = "Over There",
                DashboardNamespace = "", Interval = TimeSpan.FromMinutes(10),
                Labels = new Dictionary<string, string> { ["release"] = "-" }.ToImmutableDictionary(),
                DashboardLabels = new Dictionary<string, string> { ["a b"] = "1" }.ToImmutableDictionary(),
            },
            (code, what, why, fix) => found.Add($"{code} {what}, but {why}. {fix}."));

        Snapshots.CheckText("monitoring-everything-wrong", string.Join('\n', found));
    }

    private static void Declare(string what, MonitoringArgs? monitoring) => _ = what switch
    {
        "cluster" => new RedisCluster("cache", new RedisClusterArgs { Monitoring = monitoring }),
        "standalone" => new RedisStandalone("cache", new RedisStandaloneArgs { Monitoring = monitoring }),
        _ => (Pulumi.ComponentResource)new TwemproxyPool("cache", new TwemproxyPoolArgs
        {
            Monitoring = monitoring,
            Pools = [new TwemproxyRingArgs { Name = "a", Port = 20001 }, new TwemproxyRingArgs { Name = "b" }],
            Proxy = new TwemproxyProxyArgs { Image = "registry.example/twemproxy:0.5.0" },
        }),
    };

    private static List<JsonObject> ObjectsOf(ClusterRun run) =>
    [
        .. ((IEnumerable<object>)run.Mocks.InputsOf("cache-monitoring")["objects"])
            .Select(text => JsonNode.Parse((string)text)!.AsObject()),
    ];
}
