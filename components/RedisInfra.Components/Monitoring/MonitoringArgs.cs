using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Monitoring;

/// <summary>
/// How the servers of a component are watched: an exporter beside each, and what Prometheus and Grafana need to know.
/// Where the Prometheus operator isn't installed, previews say so and go on without its objects.
/// </summary>
public sealed class MonitoringArgs : ResourceArgs
{
    /// <summary>The image of Redis's exporter: redis_exporter, or one that takes the same variables.</summary>
    /// <value>repository:tag, never latest; <see cref="Images.RedisExporter"/> unless set.</value>
    public Input<string> Image { get; set; } = Images.RedisExporter;

    /// <summary>Memory and CPU of each exporter.</summary>
    /// <value>64Mi and 20m unless set; memory at least 16Mi.</value>
    public RedisResourcesArgs Resources { get; set; } = new()
    {
        Memory = Quantity.Mebibytes(64), Cpu = Quantity.Millicores(20),
    };

    /// <summary>The namespace of the ServiceMonitor and the PrometheusRule. It must exist.</summary>
    /// <value>A DNS label; the component's own unless set.</value>
    public Input<string>? Namespace { get; set; }

    /// <summary>Labels of those two, by which a Prometheus picks them.</summary>
    /// <value>None besides the component's own unless set; release: NAME for kube-prometheus-stack.</value>
    public InputMap<string> Labels { get; set; } = new();

    /// <summary>How often figures are fetched.</summary>
    /// <value>Whole seconds, 5 s to 2 min; 30 s unless set.</value>
    public Input<TimeSpan> Interval { get; set; } = MonitoringDefaults.Interval;

    /// <summary>Whether there are alerts.</summary>
    /// <value>true unless set.</value>
    public bool Alerts { get; set; } = true;

    /// <summary>Whether there is a dashboard: a ConfigMap that Grafana's sidecar finds.</summary>
    /// <value>true unless set.</value>
    public bool Dashboard { get; set; } = true;

    /// <summary>The namespace of the dashboard's ConfigMap. It must exist.</summary>
    /// <value>A DNS label; the component's own unless set.</value>
    public Input<string>? DashboardNamespace { get; set; }

    /// <summary>Labels by which Grafana's sidecar finds the dashboard.</summary>
    /// <value>grafana_dashboard: "1" unless set.</value>
    public InputMap<string> DashboardLabels { get; set; } = new() { ["grafana_dashboard"] = "1" };

    /// <summary>Whether a cluster without the Prometheus operator is refused.</summary>
    /// <value>false unless set: then the rest is made without its objects.</value>
    public bool Required { get; set; }
}
