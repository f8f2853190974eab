using System.Collections.Immutable;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Monitoring;

/// <summary>What finds and judges a component's figures, by its namespace where that matters.</summary>
/// <param name="Product">What runs in it: for the dashboard's title.</param>
/// <param name="LabelsOf">The labels of its objects, by what they are.</param>
/// <param name="Sources">Where its figures are.</param>
/// <param name="Alerts">What is wrong in them.</param>
/// <param name="Panels">What a dashboard shows of them.</param>
internal sealed record Watched(
    string Product, Func<string, Dictionary<string, string>> LabelsOf, ImmutableArray<MetricsSource> Sources,
    Func<string, ImmutableArray<AlertRule>> Alerts, Func<string, ImmutableArray<Panel>> Panels)
{
    /// <summary>Redis servers with an exporter each.</summary>
    public static Watched Servers(string name, Monitored monitored) => new(
        "Redis", what => Labels.Of(name, what), [MetricsSource.Servers(name)],
        ns => RedisAlerts.Of(name, ns, monitored),
        ns => RedisPanels.Of(MetricsSource.Servers(name).Series(name, ns), monitored));

    /// <summary>Other pods of the same component besides.</summary>
    public Watched And(Watched other) => this with
    {
        Sources = Sources.AddRange(other.Sources),
        Alerts = ns => Alerts(ns).AddRange(other.Alerts(ns)),
        Panels = ns => Panels(ns).AddRange(other.Panels(ns)),
    };
}
