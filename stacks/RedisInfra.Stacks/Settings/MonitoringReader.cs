using System.Collections.Immutable;
using RedisInfra.Components.Monitoring;
using RedisInfra.Stacks.Reading;

namespace RedisInfra.Stacks.Settings;

/// <summary>Reads the key <c>monitoring</c>; empty, it asks for all of it as it is by itself.</summary>
internal static class MonitoringReader
{
    /// <summary>Null when it isn't there.</summary>
    public static MonitoringSettings? Read(ObjectReader reader)
    {
        if (reader.Group("monitoring") is not { } group) return null;
        var image = group.Text("image");
        if (image is not null) StackSettingsReader.CheckImage(group, "image", image);
        var settings = new MonitoringSettings
        {
            Image = image,
            Resources = ServerReader.Resources(group, MonitoringDefaults.MinMemoryMebibytes),
            Namespace = DeploymentReader.Label(group, "namespace"),
            Labels = Labels(group, "labels"),
            Interval = group.Duration(
                "interval", MonitoringDefaults.MinInterval, MonitoringDefaults.MaxInterval,
                "alerts look at the last 5 min"),
            Alerts = group.Flag("alerts"),
            Dashboard = group.Flag("dashboard"),
            DashboardNamespace = DeploymentReader.Label(group, "dashboardNamespace"),
            DashboardLabels = Labels(group, "dashboardLabels"),
            Required = group.Flag("required"),
        };
        DeploymentReader.WholeSeconds(group, "interval", settings.Interval);
        if (settings.Dashboard is false)
            foreach (var key in new[] { "dashboardNamespace", "dashboardLabels" })
                if (group.Has(key))
                    group.Refuse(
                        "RI1125", key, "it is set, and dashboard is false", "there is nothing that it is of",
                        "Remove one of them");
        group.Finish();
        return settings;
    }

    private static ImmutableDictionary<string, string> Labels(ObjectReader reader, string key)
    {
        var labels = reader.Texts(key);
        foreach (var (name, value) in labels.OrderBy(label => label.Key, StringComparer.Ordinal))
            if (!MonitoringRules.IsLabel(name, value))
                reader.Refuse(
                    "RI1126", key, $"it has \"{name}\" with \"{value}\"",
                    "a label is up to 63 letters, digits, and inner hyphens, dots and underscores",
                    "Write it as Kubernetes takes it");
        return labels;
    }
}
