using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Monitoring;

/// <summary>Alerts and panels are about figures that a Sentinel's exporter has.</summary>
public sealed class SentinelAlertsTests
{
    private const string Series = "{namespace=\"prod\",job=\"cache-sentinel-metrics\"}";

    /// <summary>What a redis_exporter told of a Sentinel with the rights that it has here.</summary>
    private static readonly HashSet<string> s_told =
        [.. File.ReadAllLines(Path.Combine(Snapshots.TestFolder, "Texts", "sentinel-metrics.txt")), "up"];

    [Fact]
    public void Of_Sentinels_UsesFiguresThatAnExporterTells() => Assert.All(
        SentinelAlerts.Of("cache", "prod", Series, 2), rule => PromQl.Check(rule.Expression, s_told));

    [Fact]
    public void Panels_Sentinels_UseFiguresThatAnExporterTells() => Assert.All(
        SentinelPanels.Of(Series).SelectMany(panel => panel.Queries),
        query => PromQl.Check(query.Expression, s_told));

    [Fact]
    public Task PrometheusRule_Sentinels_IsReadByPrometheus() =>
        PromQl.ReadByPrometheusAsync(SentinelAlerts.Of("cache", "prod", Series, 2));
}
