using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Monitoring;

/// <summary>Alerts and panels are about figures that ZooKeeper has.</summary>
public sealed class ZookeeperAlertsTests
{
    private const string Series = "{namespace=\"prod\",job=\"zk-metrics\"}";

    /// <summary>
    /// What ZooKeeper 3.8 and 3.9 register with their metrics provider (registerMetrics, ServerMetrics), as the
    /// Prometheus provider names it, with two of Java's own.
    /// </summary>
    private static readonly HashSet<string> s_told =
        [.. File.ReadAllLines(Path.Combine(Snapshots.TestFolder, "Texts", "zookeeper-metrics.txt")), "up"];

    [Fact]
    public void Of_Ensemble_UsesFiguresThatZooKeeperTells() => Assert.All(
        ZookeeperAlerts.Of("zk", "prod", Series, 3), rule => PromQl.Check(rule.Expression, s_told));

    [Fact]
    public void Panels_Ensemble_UseFiguresThatZooKeeperTells() => Assert.All(
        ZookeeperPanels.Of(Series).SelectMany(panel => panel.Queries),
        query => PromQl.Check(query.Expression, s_told));

    [Fact]
    public void Of_OneServer_HasNoAlertOnFollowers()
    {
        var names = ZookeeperAlerts.Of("zk", "prod", Series, 1).Select(rule => rule.Name).ToList();

        Assert.DoesNotContain("ZookeeperFollowersMissing", names);
        Assert.Contains("ZookeeperNoLeader", names);
        Assert.Contains(
            "ZookeeperFollowersMissing", ZookeeperAlerts.Of("zk", "prod", Series, 3).Select(rule => rule.Name));
    }

    [Fact]
    public Task PrometheusRule_Ensemble_IsReadByPrometheus() =>
        PromQl.ReadByPrometheusAsync(ZookeeperAlerts.Of("zk", "prod", Series, 3));
}
