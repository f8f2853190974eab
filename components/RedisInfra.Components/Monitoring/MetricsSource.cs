
namespace RedisInfra.Components.Monitoring;

/// <summary>Pods of a component that show figures at one port.</summary>
/// <param name="Role">What stands behind the component's name in those of their objects; empty for its servers.</param>
/// <param name="Labels">Of their Service.</param>
/// <param name="Selector">What picks the pods.</param>
/// <param name="Port">Where they show them.</param>
internal sealed record MetricsSource(
    string Role, Dictionary<string, string> Labels, Dictionary<string, string> Selector, int Port)
{
    /// <summary>What the Services with figures have as their component.</summary>
    public const string MetricsComponent = "metrics";

    /// <summary>A component's servers, each with an exporter beside it.</summary>
    public static MetricsSource Servers(string component) => new(
        "", Common.Labels.Of(component, MetricsComponent), Common.Labels.Selector(component), MonitoringDefaults.Port);

    /// <summary>The name of the ServiceMonitor.</summary>
    public string NameOf(string component) => Role.Length == 0 ? component : $"{component}-{Role}";

    /// <summary>The name of the Service, which is what Prometheus calls the job.</summary>
    public string ServiceOf(string component) => $"{NameOf(component)}-metrics";

    /// <summary>What picks the series: the ServiceMonitor makes the Service's name the job.</summary>
    public string Series(string component, string ns) => $"{{namespace=\"{ns}\",job=\"{ServiceOf(component)}\"}}";

    /// <summary>What picks the Service, and nothing else of the component.</summary>
    public Dictionary<string, string> ServiceSelector()
    {
        var labels = new Dictionary<string, string>(Labels, StringComparer.Ordinal);
        labels.Remove("app.kubernetes.io/managed-by");
        return labels;
    }
}
