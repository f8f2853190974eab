using System.Text.Json.Nodes;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Monitoring;

/// <summary>Alerts and dashboards are about figures that there are.</summary>
public sealed class RedisAlertsTests
{
    private static readonly Monitored s_all = new(6, IsCluster: true, HasReplicas: true, IsPersistent: true);

    /// <summary>What a redis_exporter told of a master and its replica with the rights that it has here.</summary>
    private static readonly HashSet<string> s_told =
        [.. File.ReadAllLines(Path.Combine(Snapshots.TestFolder, "Texts", "exporter-metrics.txt")), "up"];

    [Fact]
    public void Of_Everything_UsesFiguresThatAnExporterTells() =>
        Assert.All(RedisAlerts.Of("cache", "prod", s_all), rule => PromQl.Check(rule.Expression, s_told));

    [Fact]
    public void Dashboard_Everything_UsesFiguresThatAnExporterTells()
    {
        var panels = JsonNode.Parse(Dashboard.Render("cache", "prod", Watched.Servers("cache", s_all)))!["panels"]!
            .AsArray();

        Assert.Equal(panels.Count, panels.Select(panel => (int)panel!["id"]!).Distinct().Count());
        Assert.All(
            panels.SelectMany(panel => panel!["targets"]!.AsArray()),
            target => PromQl.Check((string)target!["expr"]!, s_told));
    }

    [Fact]
    public void Of_WhatThereIsNot_HasNoAlert() => Assert.Equal(
        ["RedisDown", "RedisNotScraped", "RedisMembersMissing", "RedisMemoryNearlyFull", "RedisRejectedConnections"],
        RedisAlerts.Of("cache", "prod", new Monitored(1, false, false, false)).Select(rule => rule.Name));

    [Fact]
    public Task PrometheusRule_Everything_IsReadByPrometheus() =>
        PromQl.ReadByPrometheusAsync(RedisAlerts.Of("cache", "prod", s_all));
}
