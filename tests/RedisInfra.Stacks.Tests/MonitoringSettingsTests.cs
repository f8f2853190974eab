using System.Text.Json;
using RedisInfra.Components.Monitoring;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Stacks.Settings;

namespace RedisInfra.Stacks.Tests;

public sealed class MonitoringSettingsTests
{
    [Theory]
    [InlineData("cluster")]
    [InlineData("standalone")]
    public void ArgsOf_NoKey_MonitorsNothing(string topology) =>
        Assert.Null(Args($$"""{ "a": { "topology": "{{topology}}" } }"""));

    [Theory]
    [InlineData("cluster")]
    [InlineData("standalone")]
    public void ArgsOf_EmptyKey_MonitorsEverything(string topology)
    {
        var args = Args($$"""{ "a": { "topology": "{{topology}}", "monitoring": {} } }""")!;

        Assert.Equal((true, true, false), (args.Alerts, args.Dashboard, args.Required));
        Assert.Null(args.Namespace);
    }

    [Fact]
    public async Task ArgsOf_EveryKey_IsTaken()
    {
        var args = Args("""
            { "a": { "monitoring": {
                "image": "registry.example/redis_exporter:v1.92.1", "resources": { "memory": "32Mi", "cpu": "10m" },
                "namespace": "watching", "labels": { "release": "prometheus" }, "interval": "15s", "alerts": false,
                "dashboard": true, "dashboardNamespace": "grafana", "dashboardLabels": { "dashboards": 1 },
                "required": true } } }
            """)!;

        Assert.Equal((false, true, true), (args.Alerts, args.Dashboard, args.Required));
        Assert.NotNull(args.Namespace);
        Assert.NotNull(args.DashboardNamespace);
        var values = (await MonitoringInputValues.ReadAsync(args))!;
        Assert.Equal("registry.example/redis_exporter:v1.92.1", values.Image);
        Assert.Equal(("watching", "grafana"), (values.Namespace, values.DashboardNamespace));
        Assert.Equal(TimeSpan.FromSeconds(15), values.Interval);
        Assert.Equal("prometheus", Assert.Single(values.Labels!).Value);
        Assert.Equal("1", Assert.Single(values.DashboardLabels!).Value);
    }

    [Fact]
    public async Task ArgsOf_SitesImage_IsTaken()
    {
        var args = Args("""{ "a": { "monitoring": {} } }""", """{ "redisExporter": "registry.example/e:1" }""")!;

        Assert.Equal("registry.example/e:1", (await MonitoringInputValues.ReadAsync(args))!.Image);
    }

    [Fact]
    public void Read_Wrong_RefusesAllAtOnce()
    {
        var refused = Assert.Throws<DiagnosticException>(
            () => Args(StackSettingsReaderTests.TextOf("monitoring-wrong.json")));

        StackSettingsReaderTests.CheckText("monitoring-wrong", refused.Message);
    }

    /// <summary>The proxies' exporter listens in the same pod.</summary>
    [Fact]
    public void Read_PoolAtTheExportersPort_IsRefused()
    {
        var refused = Assert.Throws<DiagnosticException>(() => Args("""
            { "a": { "topology": "twemproxy", "proxy": { "image": "registry.example/twemproxy:0.5.0" },
                "pools": { "alpha": { "port": 9122 } }, "monitoring": {} } }
            """));

        Assert.Contains("RI1108", refused.Message);
        Assert.Contains("pools.alpha.port: it is 9122, but \"monitoring\" is the same", refused.Message);
    }

    private static MonitoringArgs? Args(string redis, string? images = null)
    {
        var settings = StackSettingsReader.Read("dev", new RawConfig(
            JsonSerializer.Deserialize<JsonElement>(redis),
            images is null ? null : JsonSerializer.Deserialize<JsonElement>(images),
            new KubernetesSettings(null, null, null)));
        DeploymentSettings deployment = settings.Redis.Length > 0 ? settings.Redis[0] : settings.Servers[0];
        return MonitoringDeployments.ArgsOf(deployment, settings);
    }
}
