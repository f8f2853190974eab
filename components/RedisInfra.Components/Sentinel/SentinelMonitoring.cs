using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;

namespace RedisInfra.Components.Sentinel;

/// <summary>What the Sentinels themselves tell: an exporter beside each.</summary>
internal static class SentinelMonitoring
{
    public static Watched Watched(RedisSentinelScope scope)
    {
        var labels = Labels.OfSentinel(scope.Name);
        labels["app.kubernetes.io/component"] = MetricsSource.MetricsComponent;
        var source = new MetricsSource(
            "sentinel", labels, Labels.SentinelSelector(scope.Name), MonitoringDefaults.Port);
        // A quorum says that the master is down, and a majority elects who acts.
        int needed = Math.Max(scope.Spec.Quorum, RedisSentinelSpec.Majority(scope.Spec.Sentinels));
        return new Watched(
            "Redis", what => Labels.Of(scope.Name, what), [source],
            ns => SentinelAlerts.Of(scope.Name, ns, source.Series(scope.Name, ns), needed),
            ns => SentinelPanels.Of(source.Series(scope.Name, ns)));
    }
}
