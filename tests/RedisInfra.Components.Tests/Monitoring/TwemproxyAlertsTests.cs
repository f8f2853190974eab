using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Monitoring;

/// <summary>Alerts and panels are about figures that the proxies' exporter has.</summary>
public sealed class TwemproxyAlertsTests
{
    private const string Series = "{namespace=\"prod\",job=\"cache-proxy-metrics\"}";

    /// <summary>What the exporter told of a nutcracker 0.5.</summary>
    private static readonly HashSet<string> s_told =
        [.. File.ReadAllLines(Path.Combine(Snapshots.TestFolder, "Texts", "nutcracker-metrics.txt")), "up"];

    [Fact]
    public void Of_Proxies_UsesFiguresThatTheExporterTells() => Assert.All(
        TwemproxyAlerts.Of("cache", "prod", Series, 2, ejects: true), rule => PromQl.Check(rule.Expression, s_told));

    [Fact]
    public void Panels_Proxies_UseFiguresThatTheExporterTells() => Assert.All(
        TwemproxyPanels.Of(Series).SelectMany(panel => panel.Queries),
        query => PromQl.Check(query.Expression, s_told));

    [Fact]
    public void Of_NoEjection_HasNoAlertOnIt()
    {
        static IEnumerable<string> Names(bool ejects) =>
            TwemproxyAlerts.Of("cache", "prod", Series, 2, ejects).Select(rule => rule.Name);

        Assert.Equal(["TwemproxyShardLeftOut"], Names(true).Except(Names(false)));
    }

    [Fact]
    public Task PrometheusRule_Proxies_IsReadByPrometheus() =>
        PromQl.ReadByPrometheusAsync(TwemproxyAlerts.Of("cache", "prod", Series, 2, ejects: true));
}
